using Npgsql;
using NpgsqlTypes;

namespace Marketplace.Application.Audit.Evidence;

/// <summary>A leaf that is not in the tree yet.</summary>
internal sealed record WaitingLeaf(Guid StreamId, long Version, long SequenceId, long Place, byte[] Hash, Guid? EventId, string? Type, string? Data);

/// <summary>The queries on leaves, tree and checkpoints.</summary>
internal static class AuditTables
{
    private const string Columns = "size, root, wallets, holds, signed_at, note, last_place, last_seq_id from marketplace_audit.checkpoints";

    private const string Hashes =
        """
        select h.hash from unnest($1, $2) with ordinality n(level, position, ordinal) cross join lateral (
            select t.leaf as hash from marketplace_audit.tree t where n.level = 0 and t.index = n.position
            union all select m.hash from marketplace_audit.nodes m where n.level > 0 and m.level = n.level and m.position = n.position) h
        order by n.ordinal
        """;

    // «place < $3»: every transaction below it has ended, so no leaf can come before these any more. The index is on place alone.
    private const string Waiting =
        """
        select l.stream_id, l.version, l.seq_id, l.place, l.leaf, e.id, e.type, case when e.type = any($4) then e.data::text end
        from marketplace_audit.leaves l left join marketplace.mt_events e on e.seq_id = l.seq_id
        where l.place >= $1 and (l.place, l.seq_id) > ($1, $2) and l.place < $3 order by l.place, l.seq_id limit $5
        """;

    /// <summary>The newest checkpoint, or the newest that is no larger than a size.</summary>
    public static async Task<StoredCheckpoint?> NewestAsync(NpgsqlConnection connection, CancellationToken cancellation, long atMost = long.MaxValue) =>
        (await ReadAsync(connection, $"select {Columns} where size <= $1 order by size desc limit 1", cancellation, atMost)).FirstOrDefault();

    /// <summary>Checkpoints above a size, oldest first.</summary>
    public static Task<List<StoredCheckpoint>> AfterAsync(NpgsqlConnection connection, long size, int limit, CancellationToken cancellation) =>
        ReadAsync(connection, $"select {Columns} where size > $1 order by size limit $2", cancellation, size, limit);

    /// <summary>Checkpoints below a size, newest first.</summary>
    public static Task<List<StoredCheckpoint>> BeforeAsync(NpgsqlConnection connection, long size, int limit, CancellationToken cancellation) =>
        ReadAsync(connection, $"select {Columns} where size < $1 order by size desc limit $2", cancellation, size, limit);

    /// <summary>The hashes of subtrees, in the order asked for.</summary>
    /// <exception cref="HistoryStoppedException">One of them is not there.</exception>
    public static async Task<List<byte[]>> HashesAsync(NpgsqlConnection connection, IReadOnlyList<NodeAt> nodes, CancellationToken cancellation)
    {
        await using var command = Command(connection, Hashes, nodes.Select(n => n.Level).ToArray(), nodes.Select(n => n.Position).ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var hashes = new List<byte[]>();
        while (await reader.ReadAsync(cancellation)) hashes.Add((byte[])reader[0]);
        return hashes.Count == nodes.Count ? hashes : throw new HistoryStoppedException($"{nodes.Count - hashes.Count} hashes of the tree are missing.");
    }

    /// <summary>The place of a transaction of our own: everything that is being written has a lower one.</summary>
    public static async Task<long> BegunAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = Command(connection, "select pg_current_xact_id()::text::bigint");
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>
    /// The place below which every transaction has ended, and the one after the newest that has ended: those that are open can have it or
    /// a higher one too (<see cref="BegunAsync"/>).
    /// </summary>
    public static async Task<(long Final, long Ended)> HorizonAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = Command(
            connection, "select pg_snapshot_xmin(s)::text::bigint, pg_snapshot_xmax(s)::text::bigint from (select pg_current_snapshot() as s) now");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    /// <summary>The leaves that can take their place in the tree now, in its order.</summary>
    public static async Task<List<WaitingLeaf>> WaitingAsync(
        NpgsqlConnection connection, StoredCheckpoint? last, long final, string[] withData, int limit, CancellationToken cancellation)
    {
        await using var command = Command(connection, Waiting, last?.LastPlace ?? 0, last?.LastSequenceId ?? 0, final, withData, limit);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var leaves = new List<WaitingLeaf>();
        while (await reader.ReadAsync(cancellation))
        {
            leaves.Add(new WaitingLeaf(
                reader.GetGuid(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), (byte[])reader[4],
                reader.IsDBNull(5) ? null : reader.GetGuid(5), reader.IsDBNull(6) ? null : reader.GetString(6), reader.IsDBNull(7) ? null : reader.GetString(7)));
        }

        return leaves;
    }

    /// <summary>Writes leaves of the tree from an index on.</summary>
    public static async Task InsertLeavesAsync(NpgsqlConnection connection, long index, IReadOnlyList<WaitingLeaf> leaves, CancellationToken cancellation)
    {
        await using var copy = await connection.BeginBinaryImportAsync("copy marketplace_audit.tree (index, stream_id, version, event_id, leaf) from stdin (format binary)", cancellation);
        foreach (var leaf in leaves)
        {
            await copy.StartRowAsync(cancellation);
            await copy.WriteAsync(index++, NpgsqlDbType.Bigint, cancellation);
            await copy.WriteAsync(leaf.StreamId, NpgsqlDbType.Uuid, cancellation);
            await copy.WriteAsync(leaf.Version, NpgsqlDbType.Bigint, cancellation);
            if (leaf.EventId is { } id) await copy.WriteAsync(id, NpgsqlDbType.Uuid, cancellation);
            else await copy.WriteNullAsync(cancellation);
            await copy.WriteAsync(leaf.Hash, NpgsqlDbType.Bytea, cancellation);
        }

        await copy.CompleteAsync(cancellation);
    }

    /// <summary>Writes the subtrees that they completed.</summary>
    public static async Task InsertNodesAsync(NpgsqlConnection connection, IReadOnlyList<(NodeAt At, byte[] Hash)> nodes, CancellationToken cancellation)
    {
        await using var copy = await connection.BeginBinaryImportAsync("copy marketplace_audit.nodes (level, position, hash) from stdin (format binary)", cancellation);
        foreach (var (at, hash) in nodes)
        {
            await copy.StartRowAsync(cancellation);
            await copy.WriteAsync((short)at.Level, NpgsqlDbType.Smallint, cancellation);
            await copy.WriteAsync(at.Position, NpgsqlDbType.Bigint, cancellation);
            await copy.WriteAsync(hash, NpgsqlDbType.Bytea, cancellation);
        }

        await copy.CompleteAsync(cancellation);
    }

    /// <summary>Writes a checkpoint.</summary>
    public static async Task InsertAsync(NpgsqlConnection connection, StoredCheckpoint checkpoint, CancellationToken cancellation)
    {
        var head = checkpoint.Head;
        await using var command = Command(
            connection,
            "insert into marketplace_audit.checkpoints (size, root, wallets, holds, signed_at, note, last_place, last_seq_id) values ($1, $2, $3, $4, $5, $6, $7, $8)",
            head.Size, head.Root, head.Wallets, head.Holds, head.SignedAt, checkpoint.Note, checkpoint.LastPlace, checkpoint.LastSequenceId);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return command;
    }

    private static async Task<List<StoredCheckpoint>> ReadAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = Command(connection, sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<StoredCheckpoint>();
        while (await reader.ReadAsync(cancellation))
        {
            var head = new Checkpoint(reader.GetInt64(0), (byte[])reader[1], reader.GetInt64(2), reader.GetInt64(3), reader.GetFieldValue<DateTimeOffset>(4));
            found.Add(new StoredCheckpoint(head, reader.GetString(5), reader.GetInt64(6), reader.GetInt64(7)));
        }

        return found;
    }
}
