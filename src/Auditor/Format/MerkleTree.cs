namespace Marketplace.Auditor.Format;

/// <summary>An RFC 9162 Merkle tree that is appended to and asked for its root; it remembers one hash for each bit of its size.</summary>
public sealed class MerkleTree
{
    private readonly List<byte[]> peaks = [];

    /// <summary>How many leaves it has.</summary>
    public long Size { get; private set; }

    /// <summary>Appends a leaf's hash.</summary>
    public void Append(byte[] leaf)
    {
        var hash = leaf;
        for (var rest = Size; (rest & 1) == 1; rest >>= 1)
        {
            hash = Above(peaks[^1], hash);
            peaks.RemoveAt(peaks.Count - 1);
        }

        peaks.Add(hash);
        Size++;
    }

    /// <summary>The root over all leaves.</summary>
    public byte[] Root()
    {
        if (peaks.Count == 0) return Sha256.Of([]);
        var root = peaks[^1];
        for (var i = peaks.Count - 2; i >= 0; i--) root = Above(peaks[i], root);
        return root;
    }

    /// <summary>The root that an inclusion proof leads to (RFC 9162, 2.1.3.2); null when the proof has not that tree's shape.</summary>
    public static byte[]? RootOf(byte[] leaf, long index, long size, IReadOnlyList<byte[]> proof)
    {
        if (index < 0 || index >= size) return null;
        var (node, last, root) = (index, size - 1, leaf);
        foreach (var sibling in proof)
        {
            if (last == 0) return null;
            if ((node & 1) == 1 || node == last)
            {
                root = Above(sibling, root);
                while ((node & 1) == 0 && node != 0) (node, last) = (node >> 1, last >> 1);
            }
            else
            {
                root = Above(root, sibling);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 ? root : null;
    }

    private static byte[] Above(byte[] left, byte[] right) => Sha256.Of(1, left, right);
}
