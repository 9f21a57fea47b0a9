using Marten;
using Npgsql;

namespace Marketplace.Application.Audit.Evidence;

/// <summary>
/// Copies checkpoints into this host's anchor file, each host all of them, after it has seen that the tree they belong to still
/// contains the last one that it copied.
/// </summary>
public sealed class Anchor(IDocumentStore store, CheckpointKey key, AuditOptions options, AnchorFile anchor)
{
    private const int PageSize = 500;

    /// <summary>Brings the file up to the table.</summary>
    /// <returns>The size of the last checkpoint in the file; null when another process is writing it.</returns>
    /// <exception cref="HistoryStoppedException">The database contradicts the file.</exception>
    public async Task<long?> FollowAsync(CancellationToken cancellation)
    {
        using var turn = anchor.TryTakeTurn();
        if (turn is null) return null;
        await using var file = anchor.Open();
        var last = AnchorFile.Last(file, options.Origin);
        await using var connection = await store.OpenAsync(cancellation);
        if (last is { } anchored) await CheckAsync(connection, anchored.Size, anchored.Note, cancellation);
        var size = last?.Size ?? 0;
        while (await AuditTables.AfterAsync(connection, size, PageSize, cancellation) is { Count: > 0 } page)
        {
            foreach (var next in page) await CheckAsync(connection, next.Head.Size, next.Note, cancellation);
            AnchorFile.Append(file, page.Select(c => c.Note));
            size = page[^1].Head.Size;
        }

        return size;
    }

    private async Task CheckAsync(NpgsqlConnection connection, long size, string note, CancellationToken cancellation)
    {
        if (await AuditTables.NewestAsync(connection, cancellation, size) is not { } stored || stored.Head.Size != size)
            throw new HistoryStoppedException($"The anchored checkpoint of size {size} is not in the database: history was cut, or an older copy restored.");
        if (stored.Note != note) throw new HistoryStoppedException($"The checkpoint of size {size} is another than the anchored one.");
        if (!key.HasSigned(options.Origin, stored.Head.Text(options.Origin), note)) throw new HistoryStoppedException($"The checkpoint of size {size} is not what this key has signed.");
        var peaks = await AuditTables.HashesAsync(connection, MerkleTree.PeaksOf(size), cancellation);
        if (!MerkleTree.Fold(peaks).AsSpan().SequenceEqual(stored.Head.Root)) throw new HistoryStoppedException($"The tree is not the one that was anchored at size {size}.");
    }
}
