using System.Numerics;
using System.Security.Cryptography;
using Marketplace.Auditor.Format;

namespace Marketplace.Auditor.Reading;

/// <summary>Makes an inclusion proof from the hashes that the signer keeps. Whether they are right the proof itself will tell.</summary>
public static class ProofReader
{
    private const string Hash =
        """
        select t.leaf from marketplace_audit.tree t where $1 = 0 and t.index = $2
        union all select n.hash from marketplace_audit.nodes n where $1 > 0 and n.level = $1 and n.position = $2
        """;

    /// <summary>The proof against the newest checkpoint; null when none contains the event.</summary>
    public static Proof? Of(Database database, Guid id)
    {
        if (Newest(database) is not { } newest || database.Find(id) is not { } found || found.Place.Index >= newest.Size) return null;
        var hashes = new List<byte[]>();
        var (from, to) = (0L, newest.Size);
        while (to - from > 1)
        {
            var middle = from + (1L << BitOperations.Log2((ulong)(to - from - 1)));
            var left = found.Place.Index < middle;
            hashes.Add(left ? Over(database, middle, to) : Over(database, from, middle));
            (from, to) = left ? (from, middle) : (middle, to);
        }

        hashes.Reverse();
        return new Proof(found.Event, found.Place.Index, newest.Size, hashes, newest.Note);
    }

    private static (long Size, string Note)? Newest(Database database)
    {
        using var command = database.Command("select size, note from marketplace_audit.checkpoints order by size desc limit 1");
        using var reader = command.ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), reader.GetString(1)) : null;
    }

    // The hash over leaves [from, to): the largest complete subtree that begins there, then the rest.
    private static byte[] Over(Database database, long from, long to)
    {
        var level = BitOperations.Log2((ulong)(to - from));
        var end = from + (1L << level);
        using var command = database.Command(Hash, level, from >> level);
        var first = command.ExecuteScalar() as byte[] ?? throw new InputException("The tree lacks a hash: verify the whole history.");
        return end == to ? first : SHA256.HashData([1, .. first, .. Over(database, end, to)]);
    }
}
