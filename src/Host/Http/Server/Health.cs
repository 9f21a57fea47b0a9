using Marketplace.Application.Privacy;
using Marketplace.Host.Auth;
using Marten;
using Npgsql;

namespace Marketplace.Host.Http;

/// <summary>Whether a process lives.</summary>
/// <param name="Status">One word.</param>
public sealed record HealthResponse(string Status);

/// <summary>What a load balancer asks.</summary>
public static class Health
{
    // Shorter than what a load balancer waits.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Maps <c>/health/live</c> and <c>/health/ready</c>.</summary>
    public static void MapMarketplaceHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").WithTags("Health").AllowAnonymous().WithMetadata(new AnswersAnybody());
        health.MapGet("/live", () => Results.Ok(new HealthResponse("live")))
            .WithSummary("The process runs").Produces<HealthResponse>().Refuses("internal");
        health.MapGet("/ready", ReadyAsync)
            .WithSummary("The process runs and both databases answer").Produces<HealthResponse>().Refuses("service.unavailable");
    }

    private static async Task<IResult> ReadyAsync(IDocumentStore store, VaultDatabase vault, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            await Task.WhenAll(
                AnswersAsync(store.Storage.Database.CreateConnection(), patience.Token),
                AnswersAsync(vault.Source.CreateConnection(), patience.Token));
            return Results.Ok(new HealthResponse("ready"));
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException or TimeoutException && !cancellation.IsCancellationRequested)
        {
            return Problems.Of(ServiceFaults.Unavailable);
        }
    }

    private static async Task AnswersAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using (connection)
        {
            await connection.OpenAsync(cancellation);
            await using var command = new NpgsqlCommand("select 1", connection);
            await command.ExecuteScalarAsync(cancellation);
        }
    }
}
