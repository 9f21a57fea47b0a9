using Marketplace.Application.Audit.Evidence;

namespace Marketplace.Host.Audit;

/// <summary>A signed head of the history.</summary>
/// <param name="Size">How many events it covers.</param>
/// <param name="Root">The Merkle tree hash over them, in base64.</param>
/// <param name="Wallets">What all wallets together can spend after these events, in kopecks.</param>
/// <param name="Holds">What is set aside in them, in kopecks.</param>
/// <param name="SignedAt">When it was signed.</param>
/// <param name="Note">The signed text: a C2SP tlog-checkpoint.</param>
public sealed record CheckpointAnswer(long Size, string Root, long Wallets, long Holds, DateTimeOffset SignedAt, string Note)
{
    internal static CheckpointAnswer Of(StoredCheckpoint stored) =>
        new(stored.Head.Size, Convert.ToBase64String(stored.Head.Root), stored.Head.Wallets, stored.Head.Holds, stored.Head.SignedAt, stored.Note);
}
