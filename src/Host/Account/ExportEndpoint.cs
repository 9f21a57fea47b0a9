using System.Security.Claims;
using System.Text.Json;
using Marketplace.Application.Account;
using Marketplace.Application.Customers;
using Marketplace.Application.Views;
using Marketplace.Domain.Customers;
using Marketplace.Host.Auth;
using Marketplace.Host.Http;
using Marten;
using Wolverine;

namespace Marketplace.Host.Account;

/// <summary>Hands a customer everything that is kept of them.</summary>
public static class ExportEndpoint
{
    // A long life on a slow line takes longer than a request usually may.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Maps it under the account.</summary>
    public static void MapExport(this RouteGroupBuilder account) => account.MapGet("/export", ExportAsync)
        .WithSummary("Everything that is kept of the customer, in clear and event by event; five times a day")
        .Produces(StatusCodes.Status200OK, contentType: "application/json")
        .Refuses("customer.too-many-exports", "customer.not-found")
        .WithRequestTimeout(Patience);

    private static async Task ExportAsync(
        ClaimsPrincipal user, HttpContext http, IDocumentStore store, LiveSessions sessions, SessionPolicy policy, IMessageBus bus, TimeProvider clock)
    {
        var (id, cancellation) = (user.CustomerId(), http.RequestAborted);
        await bus.InvokeAsync(new RecordExport(id), cancellation);
        await using var session = store.QuerySession();
        if (await session.LoadAsync<Customer>(id, cancellation) is not { } customer)
        {
            await Problems.WriteAsync(http, CustomerErrors.Unknown);
            return;
        }

        var live = await sessions.OfAsync(session, id, cancellation);
        var head = new
        {
            CustomerId = id,
            ExportedAt = clock.GetUtcNow(),
            Profile = ProfileResponse.Of(customer),
            Phone = customer.Phone.Value,
            Email = customer.Email?.Address.Value,
            EmailVerified = customer.Email is { Verified: true },
            Consents = (await session.LoadAsync<ConsentsView>(id, cancellation))?.Items ?? [],
            Sessions = live.Select(s => SessionItem.Of(s, policy, user.SessionId())),
        };
        http.Response.ContentType = "application/json";
        http.Response.Headers.ContentDisposition = "attachment; filename=\"account.json\"";
        http.Response.Headers.CacheControl = "no-store";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        json.WriteStartObject();
        foreach (var member in JsonSerializer.SerializeToElement(head, StrictJson.Options).EnumerateObject()) member.WriteTo(json);
        json.WriteStartArray("streams");
        foreach (var stream in await PersonalStreams.OfAsync(session, id, cancellation)) await WriteAsync(json, http, store, stream, new ExportJson(id));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static async Task WriteAsync(Utf8JsonWriter json, HttpContext http, IDocumentStore store, PersonalStream stream, ExportJson clear)
    {
        json.WriteStartObject();
        json.WriteString("stream", stream.Name);
        json.WriteString("id", stream.Id);
        json.WriteStartArray("events");
        await foreach (var happened in PersonalStreams.EventsAsync(store, stream.Id, http.RequestAborted))
        {
            json.WriteStartObject();
            json.WriteString("eventId", happened.Id);
            json.WriteString("type", happened.EventTypeName);
            json.WriteNumber("version", happened.Version);
            json.WriteString("recordedAt", happened.Timestamp);
            json.WritePropertyName("data");
            clear.Of(happened.Data)?.WriteTo(json);
            json.WriteEndObject();
            await json.FlushAsync(http.RequestAborted);
            await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
