using Marketplace.Application.Privacy;
using Marten;
using Npgsql;

namespace Marketplace.Application.Audit;

/// <summary>
/// Loads the keys of everybody whose personal values are in a page of events, before the page is read. Reading it would otherwise ask the
/// vault for each of them alone, and wait.
/// </summary>
internal static class KeysOfEvents
{
    // The subject of each Pii<T>: jsonb is always written in this one way.
    private const string Subjects =
        $$"""
        select distinct (regexp_matches(e.data::text, '"of": "([0-9a-f-]{36})"', 'g'))[1]::uuid
        from (select data from {{MarketplaceStore.Schema}}.mt_events where seq_id > $1 and timestamp >= $2 and timestamp < $3 order by seq_id limit $4) e
        """;

    /// <summary>Loads those of the first events after a place in the store.</summary>
    /// <param name="keys">Where keys are remembered.</param>
    /// <param name="store">The store.</param>
    /// <param name="after">The place.</param>
    /// <param name="limit">How many events.</param>
    /// <param name="period">When they were recorded, the end excluded; null for whenever.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task PreloadAsync(
        this IDataKeys keys, IDocumentStore store, long after, int limit, (DateTimeOffset From, DateTimeOffset To)? period, CancellationToken cancellation)
    {
        var subjects = new List<Guid>();
        await using (var connection = await store.OpenAsync(cancellation))
        {
            await using var command = new NpgsqlCommand(Subjects, connection) { CommandTimeout = LongReading.Seconds };
            command.Parameters.Add(new() { Value = after });
            command.Parameters.Add(new() { Value = period?.From.UtcDateTime ?? DateTime.MinValue, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz });
            command.Parameters.Add(new() { Value = period?.To.UtcDateTime ?? DateTime.MaxValue, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz });
            command.Parameters.Add(new() { Value = limit });
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation)) subjects.Add(rows.GetGuid(0));
        }

        await keys.PreloadAsync(subjects, cancellation);
    }
}
