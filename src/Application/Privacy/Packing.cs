using System.Buffers.Binary;
using System.IO.Compression;

namespace Marketplace.Application.Privacy;

/// <summary>
/// Shortens a long text before it is sealed. Afterwards nobody can: PostgreSQL tries with every long value, in vain with one that
/// is sealed, and then puts it into another table, which costs as much as the row. The length of a value told something of it before, too.
/// </summary>
internal static class Packing
{
    /// <summary>From how many bytes on it is tried.</summary>
    public const int Worthwhile = 512;

    private const int LengthSize = sizeof(int);
    private const int Fastest = 1;
    private const int Window = 16;

    /// <summary>Fills the beginning of <paramref name="packed"/>, which is as long as the text; false when that is not shorter by an eighth at least.</summary>
    public static bool TryPack(ReadOnlySpan<byte> clear, Span<byte> packed, out int length)
    {
        var most = clear.Length - clear.Length / 8 - LengthSize;
        BinaryPrimitives.WriteInt32BigEndian(packed, clear.Length);
        var fits = BrotliEncoder.TryCompress(clear, packed.Slice(LengthSize, most), out var written, Fastest, Window);
        length = LengthSize + written;
        return fits;
    }

    /// <summary>How long the text was; −1 when nothing was packed here.</summary>
    public static int LengthOf(ReadOnlySpan<byte> packed) => packed.Length > LengthSize ? BinaryPrimitives.ReadInt32BigEndian(packed) : -1;

    /// <summary>Fills a span of <see cref="LengthOf"/>; false when something else had been packed.</summary>
    public static bool TryUnpack(ReadOnlySpan<byte> packed, Span<byte> clear) =>
        BrotliDecoder.TryDecompress(packed[LengthSize..], clear, out var written) && written == clear.Length;
}
