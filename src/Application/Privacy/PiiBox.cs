using System.Text;

namespace Marketplace.Application.Privacy;

/// <summary>What a personal value's ciphertext is bound to: format, subject and class. A box moved elsewhere does not open.</summary>
internal static class PiiBox
{
    /// <summary>The format that is written; a reader refuses one that it does not know.</summary>
    public const int Format = 1;

    public const int MaxClass = 64;
    public const int MaxAssociated = 17 + MaxClass;

    public static void Seal(ReadOnlySpan<byte> key, Guid subject, string @class, ReadOnlySpan<byte> clear, Span<byte> box)
    {
        Span<byte> associated = stackalloc byte[MaxAssociated];
        if (!TryBind(subject, @class, associated, out var length))
            throw new ArgumentException($"The class of a personal value has at most {MaxClass} bytes.", nameof(@class));
        Aead.Seal(key, associated[..length], clear, box);
    }

    public static bool TryOpen(ReadOnlySpan<byte> key, Guid subject, string @class, ReadOnlySpan<byte> box, Span<byte> clear)
    {
        Span<byte> associated = stackalloc byte[MaxAssociated];
        return TryBind(subject, @class, associated, out var length) && Aead.TryOpen(key, associated[..length], box, clear);
    }

    private static bool TryBind(Guid subject, string @class, Span<byte> associated, out int length)
    {
        associated[0] = Format;
        subject.TryWriteBytes(associated[1..], bigEndian: true, out _);
        var fits = Encoding.UTF8.TryGetBytes(@class, associated[17..], out var written);
        length = 17 + written;
        return fits;
    }
}
