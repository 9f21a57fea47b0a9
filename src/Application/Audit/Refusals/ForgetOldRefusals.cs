using Marten;
using Npgsql;
using Wolverine;

namespace Marketplace.Application.Audit.Refusals;

/// <summary>Removes refusals that are older than three years. Sent daily; it may be repeated, skipped or run twice at once.</summary>
public sealed record ForgetOldRefusals;

/// <summary>Handles <see cref="ForgetOldRefusals"/>.</summary>
public static class ForgetOldRefusalsHandler
{
    private const int Batch = 10_000;

    // By the clock of the database, as its trigger reckons.
    private const string Forget =
        $"""
        delete from {RefusalTable.Name} where id in
            (select id from {RefusalTable.Name} where refused_at < now() - interval '{RefusalTable.Kept}' limit $1)
        """;

    /// <summary>Sends it every night.</summary>
    public static void ForgetOldRefusalsDaily(this WolverineOptions options) => options.Schedules.ScheduleRecurring<ForgetOldRefusals>("37 1 * * *", TimeZoneInfo.Utc);

    /// <summary>In batches, so that no lock is held for long.</summary>
    public static async Task Handle(ForgetOldRefusals _, IDocumentStore store, CancellationToken cancellation)
    {
        await using var connection = await store.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(Forget, connection) { Parameters = { new() { Value = Batch } } };
        while (await command.ExecuteNonQueryAsync(cancellation) == Batch) cancellation.ThrowIfCancellationRequested();
    }
}
