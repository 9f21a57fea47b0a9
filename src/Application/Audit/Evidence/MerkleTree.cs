using System.Numerics;
using System.Security.Cryptography;

namespace Marketplace.Application.Audit.Evidence;

/// <summary>A hash of the tree: the complete subtree over 2^<c>Level</c> leaves from <c>Position</c> · 2^<c>Level</c> on.</summary>
public readonly record struct NodeAt(int Level, long Position);

/// <summary>
/// An RFC 9162 Merkle tree that grows at its end. It holds only the complete subtrees that make up its size, one for each bit, so
/// that appending costs O(log n) and no earlier leaf is read.
/// </summary>
public sealed class MerkleTree
{
    private readonly List<byte[]> peaks;

    /// <summary>A tree of that size from its subtrees.</summary>
    /// <param name="size">How many leaves it has.</param>
    /// <param name="peaks">The hashes of <see cref="PeaksOf"/>, in that order.</param>
    public MerkleTree(long size, IEnumerable<byte[]> peaks)
    {
        (Size, this.peaks) = (size, [.. peaks]);
        if (this.peaks.Count != BitOperations.PopCount((ulong)size)) throw new ArgumentException("One hash is needed for each bit of the size.", nameof(peaks));
    }

    /// <summary>How many leaves it has.</summary>
    public long Size { get; private set; }

    /// <summary>Which subtrees make up a tree of that size, the largest first.</summary>
    public static IReadOnlyList<NodeAt> PeaksOf(long size) => Cover(0, size);

    /// <summary>
    /// Appends a leaf.
    /// </summary>
    /// <param name="leaf">Its hash, which is the RFC's with the prefix 0 already.</param>
    /// <param name="completed">Is given the subtrees above the leaf that it completes.</param>
    public void Append(byte[] leaf, Action<NodeAt, byte[]> completed)
    {
        var (hash, level) = (leaf, 0);
        for (var position = Size; (position & 1) == 1; position >>= 1)
        {
            hash = Above(peaks[^1], hash);
            peaks.RemoveAt(peaks.Count - 1);
            completed(new NodeAt(++level, position >> 1), hash);
        }

        peaks.Add(hash);
        Size++;
    }

    /// <summary>The root at this size.</summary>
    public byte[] Root() => Fold(peaks);

    /// <summary>
    /// The proof that a leaf is in the tree of that size: for each sibling on the way up, the subtrees that it is folded from.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<NodeAt>> PathOf(long index, long size)
    {
        if (index < 0 || index >= size) throw new ArgumentOutOfRangeException(nameof(index), index, "There is no such leaf.");
        var siblings = new List<IReadOnlyList<NodeAt>>();
        var (from, to) = (0L, size);
        while (to - from > 1)
        {
            var middle = from + (1L << (BitOperations.Log2((ulong)(to - from - 1))));
            siblings.Add(index < middle ? Cover(middle, to) : Cover(from, middle));
            (from, to) = index < middle ? (from, middle) : (middle, to);
        }

        siblings.Reverse();
        return siblings;
    }

    /// <summary>The hash over adjacent subtrees, the largest first.</summary>
    public static byte[] Fold(IReadOnlyList<byte[]> subtrees)
    {
        if (subtrees.Count == 0) return SHA256.HashData([]);
        var hash = subtrees[^1];
        for (var i = subtrees.Count - 2; i >= 0; i--) hash = Above(subtrees[i], hash);
        return hash;
    }

    // The complete subtrees of leaves [from, to), where from is a multiple of the largest of them.
    private static List<NodeAt> Cover(long from, long to)
    {
        var cover = new List<NodeAt>();
        while (from < to)
        {
            var level = BitOperations.Log2((ulong)(to - from));
            cover.Add(new NodeAt(level, from >> level));
            from += 1L << level;
        }

        return cover;
    }

    private static byte[] Above(byte[] left, byte[] right) => SHA256.HashData([1, .. left, .. right]);
}
