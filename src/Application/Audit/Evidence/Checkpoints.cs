using Marten;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Marketplace.Application.Audit.Evidence;

/// <summary>
/// Takes leaves into the tree and signs what came out. One host at a time does it, under a lock that ends with the transaction;
/// the others return at once.
/// </summary>
public sealed partial class Checkpoints(IDocumentStore store, CheckpointKey key, AuditOptions options, TimeProvider clock, ILogger<Checkpoints> logger)
{
    private const long OneAtATime = 0x4155_4449_55;
    private readonly Lazy<WalletSums> sums = new(() => new WalletSums(store));

    /// <summary>Signs a checkpoint over the leaves that can no longer be preceded by others.</summary>
    /// <param name="atLeast">Fewer leaves than that wait on.</param>
    /// <param name="cancellation">Gives up; nothing is written.</param>
    /// <returns>The checkpoint; null when nothing was to be done, or another host does it.</returns>
    /// <exception cref="HistoryStoppedException">What is stored contradicts what was signed.</exception>
    public async Task<StoredCheckpoint?> SignAsync(int atLeast, CancellationToken cancellation)
    {
        await using var connection = await store.OpenAsync(cancellation);
        // Read committed: each statement sees what another host has committed before this one got the lock.
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var turn = AuditTables.Command(connection, "select pg_try_advisory_xact_lock($1)", OneAtATime))
        {
            if (await turn.ExecuteScalarAsync(cancellation) is not true) return null;
        }

        var last = await AuditTables.NewestAsync(connection, cancellation);
        var (final, ended) = await AuditTables.HorizonAsync(connection, cancellation);
        if (last is not null && last.LastPlace > ended) throw new HistoryStoppedException("The server counts transactions anew, as after the restore of a dump.");
        var leaves = await AuditTables.WaitingAsync(connection, last, final, sums.Value.Types, options.AtMost, cancellation);
        if (leaves.Count == 0 || leaves.Count < atLeast) return null;
        try
        {
            var signed = await AppendAsync(connection, last, leaves, cancellation);
            await transaction.CommitAsync(cancellation);
            return signed;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // Nobody else writes while we have the lock.
            throw new HistoryStoppedException($"{e.SchemaName}.{e.TableName} already has what follows on size {last?.Head.Size ?? 0}: a checkpoint was taken away.");
        }
    }

    private async Task<StoredCheckpoint> AppendAsync(
        NpgsqlConnection connection, StoredCheckpoint? last, IReadOnlyList<WaitingLeaf> leaves, CancellationToken cancellation)
    {
        var tree = await TreeAtAsync(connection, last, cancellation);
        var nodes = new List<(NodeAt, byte[])>();
        await AuditTables.InsertLeavesAsync(connection, tree.Size, leaves, cancellation);
        var totals = (Wallets: last?.Head.Wallets ?? 0, Holds: last?.Head.Holds ?? 0);
        foreach (var leaf in leaves)
        {
            tree.Append(leaf.Hash, (at, hash) => nodes.Add((at, hash)));
            if (leaf.EventId is null) LogGone(logger, leaf.SequenceId, leaf.StreamId, leaf.Version);
            if (leaf.Data is not null) totals = sums.Value.Add(totals, leaf);
        }

        await AuditTables.InsertNodesAsync(connection, nodes, cancellation);
        var head = new Checkpoint(tree.Size, tree.Root(), totals.Wallets, totals.Holds, clock.GetUtcNow());
        var signed = new StoredCheckpoint(head, key.Note(options.Origin, head.Text(options.Origin)), leaves[^1].Place, leaves[^1].SequenceId);
        await AuditTables.InsertAsync(connection, signed, cancellation);
        return signed;
    }

    // A log never signs what contradicts what it signed before.
    private async Task<MerkleTree> TreeAtAsync(NpgsqlConnection connection, StoredCheckpoint? last, CancellationToken cancellation)
    {
        if (last is null) return new MerkleTree(0, []);
        var (size, text) = (last.Head.Size, last.Head.Text(options.Origin));
        if (!key.HasSigned(options.Origin, text, last.Note)) throw new HistoryStoppedException($"The checkpoint of size {size} is not what this key has signed.");
        var tree = new MerkleTree(size, await AuditTables.HashesAsync(connection, MerkleTree.PeaksOf(size), cancellation));
        return tree.Root().AsSpan().SequenceEqual(last.Head.Root) ? tree : throw new HistoryStoppedException($"The tree is not the one that was signed at size {size}.");
    }

    [LoggerMessage(LogLevel.Critical, "TAMPER ALARM: event {Sequence} (stream {StreamId}, version {Version}) has gone before its leaf was taken.")]
    private static partial void LogGone(ILogger logger, long sequence, Guid streamId, long version);
}
