using System.Security.Claims;
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
        .Produces<AccountExport>().Refuses("customer.too-many-exports", "customer.not-found")
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
        var head = new AccountExport(
            id, clock.GetUtcNow(), ProfileResponse.Of(customer), customer.Phone.Value, customer.Email?.Address.Value, customer.Email is { Verified: true },
            (await session.LoadAsync<ConsentsView>(id, cancellation))?.Items ?? [], [.. live.Select(s => SessionItem.Of(s, policy, user.SessionId()))], []);
        var streams = await PersonalStreams.OfAsync(session, id, cancellation);
        http.Response.Headers.ContentDisposition = "attachment; filename=\"account.json\"";
        await ExportWriter.WriteAsync(http, head, streams, stream => PersonalStreams.EventsAsync(store, stream.Id, cancellation));
    }
}
