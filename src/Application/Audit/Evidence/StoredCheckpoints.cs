using Marten;

namespace Marketplace.Application.Audit.Evidence;

/// <summary>A checkpoint as it is stored.</summary>
/// <param name="Head">What it says.</param>
/// <param name="Note">The signed text.</param>
/// <param name="LastPlace">Where the next one goes on, with the last event's number.</param>
/// <param name="LastSequenceId">The number of the last event in it.</param>
public sealed record StoredCheckpoint(Checkpoint Head, string Note, long LastPlace, long LastSequenceId);

/// <summary>Reads checkpoints.</summary>
public static class StoredCheckpoints
{
    /// <summary>Checkpoints below a size, newest first.</summary>
    public static async Task<IReadOnlyList<StoredCheckpoint>> BeforeAsync(IDocumentStore store, long size, int limit, CancellationToken cancellation)
    {
        await using var connection = await store.OpenAsync(cancellation);
        return await AuditTables.BeforeAsync(connection, size, limit, cancellation);
    }
}
