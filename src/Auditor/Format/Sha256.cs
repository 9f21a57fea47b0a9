using System.Security.Cryptography;

namespace Marketplace.Auditor.Format;

/// <summary>SHA-256, one for each thread and used over and over: making one anew for each of three short texts an event would cost more than hashing them.</summary>
internal static class Sha256
{
    private const int Size = 32;

    [ThreadStatic]
    private static IncrementalHash? mine;

    /// <summary>The hash of some bytes.</summary>
    public static byte[] Of(ReadOnlySpan<byte> bytes)
    {
        mine ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        mine.AppendData(bytes);
        return mine.GetHashAndReset();
    }

    /// <summary>The hash of two hashes, of which the first may be empty, behind a byte if there is one.</summary>
    public static byte[] Of(byte? prefix, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        // In a file that somebody has changed a hash may have any length.
        Span<byte> both = left.Length + right.Length <= Size + Size ? stackalloc byte[1 + Size + Size] : new byte[1 + left.Length + right.Length];
        var length = 0;
        if (prefix is { } first) both[length++] = first;
        left.CopyTo(both[length..]);
        right.CopyTo(both[(length + left.Length)..]);
        return Of(both[..(length + left.Length + right.Length)]);
    }
}
