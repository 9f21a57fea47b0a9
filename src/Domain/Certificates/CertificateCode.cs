namespace Marketplace.Domain.Certificates;

/// <summary>
/// How the code of a certificate is written: 80 bits in Crockford's base 32, which has no I, L, O and U, in four groups of four
/// (<c>7KQ2-M0XA-9V3D-H5TB</c>). Read as people type it: in any case, with or without groups, O for 0, I and L for 1.
/// </summary>
public static class CertificateCode
{
    /// <summary>The random bytes of a code.</summary>
    public const int Bytes = 10;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int BitsASign = 5;
    private const int Signs = Bytes * 8 / BitsASign;
    private const int Group = 4;
    private const int LongestSpelling = 64;

    /// <summary>Writes random bytes as a code in groups.</summary>
    /// <param name="random">Exactly <see cref="Bytes"/>.</param>
    /// <exception cref="ArgumentException">Another number of bytes: a shorter code could be guessed.</exception>
    public static string Write(ReadOnlySpan<byte> random)
    {
        if (random.Length != Bytes) throw new ArgumentException($"A code is made of {Bytes} bytes.", nameof(random));
        var number = UInt128.Zero;
        foreach (var each in random) number = number << 8 | each;
        var signs = Enumerable.Range(1, Signs).Select(place => Alphabet[(int)(number >> (Signs - place) * BitsASign & 0x1F)]);
        return string.Join('-', signs.Chunk(Group).Select(group => new string(group)));
    }

    /// <summary>The one spelling of a code as somebody typed it, without groups; null when it cannot be a code.</summary>
    public static string? Read(string typed)
    {
        if (typed.Length > LongestSpelling) return null;
        Span<char> signs = stackalloc char[Signs];
        var count = 0;
        foreach (var typedSign in typed)
        {
            if (typedSign is '-' or ' ') continue;
            if (count == Signs || Sign(typedSign) is not { } sign) return null;
            signs[count++] = sign;
        }

        return count == Signs ? new string(signs) : null;
    }

    private static char? Sign(char typed)
    {
        var sign = char.ToUpperInvariant(typed) switch { 'O' => '0', 'I' or 'L' => '1', var other => other };
        return Alphabet.Contains(sign, StringComparison.Ordinal) ? sign : null;
    }
}
