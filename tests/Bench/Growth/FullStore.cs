using System.Globalization;
using Npgsql;

namespace Marketplace.Bench.Growth;

/// <summary>
/// Fills a database that has some real lives with copies of them under other ids: streams, events, leaves of the audit and documents. Nobody asks
/// for the copies; they are there so that tables and indexes are as large as after years. Their leaves have the size of real ones and are not signed.
/// </summary>
internal static class FullStore
{
    private const int RowsAtOnce = 100_000;

    // Few of each in any shop, however old.
    private static readonly string[] NotCopied = ["mt_doc_product", "mt_doc_pickuppoint", "mt_doc_productstock", "mt_doc_promotion"];

    /// <param name="connectionString">The database; no host works on it.</param>
    /// <param name="events">How many events it has afterwards, or a few more.</param>
    /// <returns>How many it has.</returns>
    public static async Task<long> FillAsync(string connectionString, long events)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await RunAsync(source, "create schema bench_life");
        var (size, highest) = await LifeAsync(source);
        var copies = (events + size - 1) / size;
        var atOnce = Math.Max(1, RowsAtOnce / size);
        await Task.WhenAll(
            FillAsync(source, EventTables(size, highest), copies, atOnce),
            FillAsync(source, await DocumentTablesAsync(source), copies, atOnce));
        await SettleAsync(source);
        return await NumberAsync(source, "select count(*) from marketplace.mt_events");
    }

    private static async Task<(long Size, long Highest)> LifeAsync(NpgsqlDataSource source)
    {
        await RunAsync(source, "create table bench_life.mt_events as select row_number() over (order by seq_id) as n, e.* from marketplace.mt_events e where type <> 'tombstone'");
        await RunAsync(source, "create table bench_life.mt_streams as select s.* from marketplace.mt_streams s where id in (select stream_id from bench_life.mt_events)");
        await RunAsync(source, "create table bench_life.leaves as select e.n, l.* from marketplace_audit.leaves l join bench_life.mt_events e using (stream_id, version)");
        return (await NumberAsync(source, "select count(*) from bench_life.mt_events"), await NumberAsync(source, "select max(seq_id) from marketplace.mt_events"));
    }

    private static List<string> EventTables(long size, long highest)
    {
        var (stream, place) = (NewId("stream_id") + "::uuid", string.Create(CultureInfo.InvariantCulture, $"{highest} + (g - 1) * {size} + n"));
        return
        [
            $"insert into marketplace.mt_streams (id, type, version, timestamp, tenant_id) select {NewId("id")}::uuid, type, version, timestamp, tenant_id from bench_life.mt_streams, {Copies}",
            $"""
            insert into marketplace.mt_events (seq_id, id, stream_id, version, type, data, bdata, timestamp, tenant_id, mt_dotnet_type, correlation_id, causation_id, headers, user_name, is_archived)
            select {place}, gen_random_uuid(), {stream}, version, type, data, bdata, timestamp, tenant_id, mt_dotnet_type, correlation_id, causation_id, headers, user_name, is_archived
            from bench_life.mt_events, {Copies} order by g, n
            """,
            // The signer goes on behind the newest place: these lie before it, and it never sees them.
            $"insert into marketplace_audit.leaves (stream_id, version, seq_id, place, leaf, chain) select {stream}, version, {place}, 1, leaf, chain from bench_life.leaves, {Copies} order by g, n",
            $"insert into marketplace_audit.tree (index, stream_id, version, event_id, leaf) select -({place}), {stream}, version, gen_random_uuid(), leaf from bench_life.leaves, {Copies} order by g, n",
            $"insert into marketplace_audit.nodes (level, position, hash) select 1, -({place}), leaf from bench_life.leaves, {Copies} order by g, n",
        ];
    }

    private const string Copies = "generate_series($1::bigint, $2::bigint) g";

    private static async Task<List<string>> DocumentTablesAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand(
            """
            select table_name, array_agg(column_name::text order by ordinal_position), array_agg(data_type::text order by ordinal_position)
            from information_schema.columns where table_schema = 'marketplace' and table_name like 'mt\_doc\_%' and table_name <> all ($1) and is_generated = 'NEVER' group by 1
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = NotCopied });
        var statements = new List<string>();
        await using (var row = await command.ExecuteReaderAsync())
        {
            while (await row.ReadAsync()) statements.Add(Documents(row.GetString(0), (string[])row[1], (string[])row[2]));
        }

        foreach (var table in statements.Select(s => s.Split(' ')[2].Split('.')[1])) await RunAsync(source, $"create table bench_life.{table} as select * from marketplace.{table}");
        return statements;
    }

    private static string Documents(string table, string[] columns, string[] types)
    {
        var values = columns.Zip(types, (column, type) => column is "id" or "customer_id" && type != "bigint"
            ? $"{NewId(column)}::{type}" : column);
        return $"insert into marketplace.{table} ({string.Join(", ", columns)}) select {string.Join(", ", values)} from bench_life.{table}, {Copies}";
    }

    // The same for all rows of one life.
    private static string NewId(string column) => $"md5({column}::text || ' ' || g)";

    private static async Task FillAsync(NpgsqlDataSource source, IReadOnlyList<string> statements, long copies, long atOnce)
    {
        await using var connection = await source.OpenConnectionAsync();
        // No triggers: what would react to these rows was written already, and is copied too.
        await using (var quiet = new NpgsqlCommand("set session_replication_role = replica", connection)) await quiet.ExecuteNonQueryAsync();
        for (var first = 1L; first <= copies; first += atOnce)
        {
            foreach (var statement in statements)
            {
                await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0, Parameters = { new() { Value = first }, new() { Value = Math.Min(copies, first + atOnce - 1) } } };
                await command.ExecuteNonQueryAsync();
            }
        }
    }

    private static async Task SettleAsync(NpgsqlDataSource source)
    {
        await RunAsync(source, "drop schema bench_life cascade");
        await RunAsync(source, "select setval('marketplace.mt_events_sequence', (select max(seq_id) from marketplace.mt_events))");
        // Whoever follows the events has followed these.
        await RunAsync(source, "update marketplace.mt_event_progression set last_seq_id = (select max(seq_id) from marketplace.mt_events)");
        // As the server does by itself some time later.
        await RunAsync(source, "vacuum analyze");
        await RunAsync(source, "checkpoint");
    }

    private static async Task RunAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> NumberAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
