using System.Text.Json.Serialization;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Values;
using Marketplace.Host.Auth;
using Marten;
using Npgsql;

namespace Marketplace.Host.Http;

/// <summary>Whether a process lives.</summary>
/// <param name="Status">One word.</param>
public sealed record HealthResponse(string Status)
{
    /// <summary>What will stop working unless somebody sees to it in time; absent when there is nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Warnings { get; init; }
}

/// <summary>What a load balancer asks.</summary>
public static class Health
{
    // Shorter than what a load balancer waits.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // Long enough to ship a release with the next year in it.
    private static readonly TimeSpan CalendarAhead = TimeSpan.FromDays(60);

    /// <summary>Maps <c>/health/live</c> and <c>/health/ready</c>.</summary>
    public static void MapMarketplaceHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").WithTags("Health").AllowAnonymous().WithMetadata(new AnswersAnybody());
        health.MapGet("/live", () => Results.Ok(new HealthResponse("live")))
            .WithSummary("The process runs").Produces<HealthResponse>().Refuses("internal");
        health.MapGet("/ready", ReadyAsync)
            .WithSummary("The process runs and both databases answer; «degraded» with warnings when something needs an operator soon").Produces<HealthResponse>().Refuses("service.unavailable");
    }

    private static async Task<IResult> ReadyAsync(IDocumentStore store, VaultDatabase vault, TimeProvider clock, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            await Task.WhenAll(
                AnswersAsync(store.Storage.Database.CreateConnection(), patience.Token),
                AnswersAsync(vault.Source.CreateConnection(), patience.Token));
            return Results.Ok(Answer(Warnings(clock.GetUtcNow())));
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException or TimeoutException && !cancellation.IsCancellationRequested)
        {
            return Problems.Of(ServiceFaults.Unavailable);
        }
    }

    private static HealthResponse Answer(IReadOnlyList<string> warnings) =>
        warnings.Count == 0 ? new HealthResponse("ready") : new HealthResponse("degraded") { Warnings = warnings };

    // A host that is about to refuse something still serves: taking it out of the balancer would help nobody.
    private static IReadOnlyList<string> Warnings(DateTimeOffset now) => WithdrawalWindow.IsKnown(now + CalendarAhead)
        ? []
        : [$"calendar-ends: the production calendar ends on {BusinessCalendar.LastDay:yyyy-MM-dd}; without its next year withdrawals are refused from its last days on"];

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
