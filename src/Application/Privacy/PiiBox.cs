using System.Text;

namespace Marketplace.Application.Privacy;

/// <summary>What a personal value's ciphertext is bound to: format, subject and class. A box moved elsewhere does not open.</summary>
internal static class PiiBox
{
    /// <summary>The format of a value that is sealed as it is; a reader refuses one that it does not know.</summary>
    public const int Format = 1;

    /// <summary>The format of a long value that was shortened before (<see cref="Packing"/>).</summary>
    public const int PackedFormat = 2;

    public const int MaxClass = 64;
    public const int MaxAssociated = 17 + MaxClass;

    public static void Seal(ReadOnlySpan<byte> key, Guid subject, string @class, ReadOnlySpan<byte> clear, Span<byte> box, int format = Format)
    {
        Span<byte> associated = stackalloc byte[MaxAssociated];
        if (!TryBind(format, subject, @class, associated, out var length))
            throw new ArgumentException($"The class of a personal value has at most {MaxClass} bytes.", nameof(@class));
        Aead.Seal(key, associated[..length], clear, box);
    }

    public static bool TryOpen(ReadOnlySpan<byte> key, Guid subject, string @class, ReadOnlySpan<byte> box, Span<byte> clear, int format = Format)
    {
        Span<byte> associated = stackalloc byte[MaxAssociated];
        return TryBind(format, subject, @class, associated, out var length) && Aead.TryOpen(key, associated[..length], box, clear);
    }

    private static bool TryBind(int format, Guid subject, string @class, Span<byte> associated, out int length)
    {
        associated[0] = (byte)format;
        subject.TryWriteBytes(associated[1..], bigEndian: true, out _);
        var fits = Encoding.UTF8.TryGetBytes(@class, associated[17..], out var written);
        length = 17 + written;
        return fits;
    }
}
