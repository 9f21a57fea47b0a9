using Marten;
using Npgsql;
using Wolverine;

namespace Marketplace.Application.Customers.External;

/// <summary>Forgets attempts from which nobody came back in time. Sent every hour; it may be repeated, skipped or run twice at once.</summary>
public sealed record ForgetExternalAttempts;

/// <summary>Handles <see cref="ForgetExternalAttempts"/>.</summary>
public static class ForgetExternalAttemptsHandler
{
    // A plain statement: two hosts that delete the same rows in another order would otherwise wait for each other.
    private const string Forget =
        $"""
        delete from {MarketplaceStore.Schema}.mt_doc_externalattempt where id in
        (select id from {MarketplaceStore.Schema}.mt_doc_externalattempt where expires_at <= $1 for update skip locked)
        """;

    /// <summary>Deletes them.</summary>
    public static async Task Handle(ForgetExternalAttempts _, IDocumentStore store, TimeProvider clock, CancellationToken cancellation)
    {
        await using var connection = await store.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(Forget, connection) { Parameters = { new() { Value = clock.GetUtcNow() } } };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>As one scheduled message for all hosts.</summary>
    public static void ForgetExternalAttemptsHourly(this WolverineOptions options) =>
        options.Schedules.ScheduleRecurring<ForgetExternalAttempts>("23 * * * *", TimeZoneInfo.Utc);
}
