using JasperFx;
using Marketplace.Application.Idempotency;
using Marketplace.Application.Privacy;
using Marketplace.Domain;
using Marketplace.Domain.Wallets;
using Marketplace.Host.Auth;
using Marketplace.Host.Http;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Wolverine;
using Wolverine.Persistence;

namespace Marketplace.Host.Tests.Http;

public sealed record CreditBody(Amount Amount);

public sealed record SpendBody(Amount Amount, Secret Code);

public sealed record LineBody(string Sku, int Quantity);

public sealed record EverythingBody(Amount Amount, Amount? Optional, string Name, TrialWord Word, IReadOnlyList<LineBody> Lines, string? Note = null);

/// <summary>Endpoints written as a feature writes them, one for each convention.</summary>
internal static class TrialEndpoints
{
    public static readonly Guid Customer = new("11111111-2222-4333-8444-555555555555");

    public static void Map(WebApplication app)
    {
        var trial = app.MapGroup("/api/trial").WithTags("Trial");
        trial.MapPost("/wallets/{id:guid}/credits", (Guid id, CreditBody body, Once once) => once.RunAsync(
                Customer, key => new TrialCredit(id, body.Amount.Kopecks, key), (TrialAnswer a) => Results.Created($"/api/trial/{a.EntryId}", a)))
            .WithSummary("Add").Produces<TrialAnswer>(201).Refuses("wallet.not-found")
            .WithExample(request: new { amount = 150_000 }, answer: new TrialAnswer(Customer, 5, TrialWord.PickupPoint));
        trial.MapPost("/wallets/{id:guid}/spending", (Guid id, SpendBody body, Once once) => once.RunAsync(
                Customer, key => new TrialSpend(id, body.Amount.Kopecks, key, body.Code), (TrialAnswer a) => Results.Ok(a)))
            .WithSummary("Take").Produces<TrialAnswer>().Refuses("wallet.not-found", "wallet.insufficient-funds");
        trial.MapPost("/wallets/{id:guid}/slow", (Guid id, Once once) => once.RunAsync(Customer, key => new TrialSlow(id, key), (TrialAnswer a) => Results.Ok(a)))
            .WithSummary("Wait").Refuses("wallet.not-found");
        trial.MapPost("/wallets/{id:guid}/ambiguous", (Guid id, Once once) => once.RunAsync(Customer, key => new TrialAmbiguous(id, key), (TrialAnswer a) => Results.Ok(a)))
            .WithSummary("Break").Refuses("wallet.not-found");
        trial.MapPost("/staff", (Once once) => once.RunAsync(
                RequestKey.House, key => new TrialNote(key), (TrialAnswer a) => Results.Ok(a)))
            .RequireAuthorization().WithSummary("Work").Refuses("auth.forbidden");
        trial.MapPost("/loser", (Once once) => once.RunAsync(Customer, key => new TrialLoser(key), (TrialAnswer a) => Results.Ok(a)))
            .WithSummary("Lose").Refuses("concurrency.conflict");
        trial.MapPost("/everything", (EverythingBody body) => Results.Ok(body)).WithSummary("Take anything").Produces<EverythingBody>().Refuses("request.malformed");
        trial.MapGet("/refusals/{kind}", async (RejectionKind kind, IMessageBus bus) => await bus.InvokeAsync(new TrialRefuse(kind, new Secret("482913"))))
            .WithSummary("Refuse").Refuses("wallet.withdrawal-limit");
        trial.MapGet("/result", () => Problems.Of(WalletErrors.Unknown)).WithSummary("Refuse by result").Refuses("wallet.not-found");
        trial.MapGet("/failures/{name}", (string name) => Fail(name)).WithSummary("Fail").Refuses("internal");
        trial.MapGet("/signed-in", () => "in").RequireAuthorization(Policies.Customer).WithSummary("Be signed in").Refuses("auth.forbidden");
        trial.MapGet("/admin", () => "in").RequireAuthorization(p => p.RequireRole("admin")).WithSummary("Be an admin").Refuses("auth.forbidden");
        trial.MapGet("/tagged", (HttpContext http) => { http.Response.Headers.ETag = "\"7\""; return "x"; }).WithSummary("Have a version").Refuses("internal");
        trial.MapGet("/pii", () => Results.Ok(new { phone = new Pii<string>(Customer, "phone", "+79161234567") })).WithSummary("Mask").Refuses("internal");
        trial.MapGet("/client", (HttpContext http) => $"{http.Connection.RemoteIpAddress} {http.Request.Scheme}").WithSummary("Tell the client").Refuses("internal");
        trial.MapGet("/sleep", SleepAsync)
            .WithSummary("Sleep in the database").Refuses("service.unavailable");
        trial.MapGet("/wait", async (CancellationToken c) => { await Task.Delay(TimeSpan.FromMinutes(1), c); return "waited"; })
            .WithSummary("Wait for ever").Refuses("service.timed-out");
    }

    // Without the store's own retries, which would sleep again.
    private static async Task<string> SleepAsync(IDocumentStore store, CancellationToken cancellation)
    {
        await using var connection = store.Storage.Database.CreateConnection();
        await connection.OpenAsync(cancellation);
        await using var command = new Npgsql.NpgsqlCommand("select pg_sleep(30)", connection);
        await command.ExecuteNonQueryAsync(cancellation);
        return "slept";
    }

    private static string Fail(string name) => throw (name switch
    {
        "missing" => new RequiredDataMissingException("no such row"),
        "race" => new ConcurrencyException(typeof(Wallet), Guid.NewGuid()),
        "tampered" => new InvalidOperationException("wrapped", new PiiTamperedException(Customer, "phone")),
        "socket" => new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.ConnectionRefused),
        _ => new InvalidOperationException("the secret is 482913"),
    });
}
