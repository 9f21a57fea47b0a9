using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Marketplace.Auditor.Reading;

/// <summary>
/// Takes a line of JSON apart from left to right, knowing what comes next. What it takes means the same to every JSON reader; at the
/// first thing that it does not know it says no, and somebody else must read the line.
/// </summary>
/// <param name="line">The line.</param>
/// <param name="scratch">At least as long as the line.</param>
/// <param name="names">Texts that come again and again.</param>
internal ref struct Scanner(ReadOnlySpan<byte> line, Span<byte> scratch, KnownTexts names)
{
    private const int MostDigits = 18;
    private const int GuidLength = 36;
    private const int HashLength = 64;

    // The end of a string, an escape, and what no string may hold.
    private static readonly SearchValues<byte> Special = SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(b => (byte)b)]);

    private readonly Span<byte> scratch = scratch;
    private ReadOnlySpan<byte> rest = line;

    /// <summary>Whether nothing is left.</summary>
    public readonly bool AtEnd => rest.IsEmpty;

    /// <summary>Goes over exactly these bytes.</summary>
    public bool Skip(ReadOnlySpan<byte> expected)
    {
        if (!rest.StartsWith(expected)) return false;
        rest = rest[expected.Length..];
        return true;
    }

    /// <summary>A whole number of at most 18 digits, none of them a leading zero.</summary>
    public bool Number(out long number)
    {
        number = 0;
        var start = rest is [(byte)'-', ..] ? 1 : 0;
        var at = start;
        for (; at < rest.Length && at - start <= MostDigits && char.IsAsciiDigit((char)rest[at]); at++) number = number * 10 + (rest[at] - '0');
        if (at == start || at - start > MostDigits || (rest[start] == '0' && at - start > 1) || at == rest.Length) return false;
        if (start == 1) number = -number;
        rest = rest[at..];
        return true;
    }

    /// <summary>An id and the quote behind it.</summary>
    public bool Id(out Guid id)
    {
        id = default;
        if (rest.Length <= GuidLength || rest[GuidLength] != '"') return false;
        if (!System.Buffers.Text.Utf8Parser.TryParse(rest[..GuidLength], out id, out var used) || used != GuidLength) return false;
        rest = rest[(GuidLength + 1)..];
        return true;
    }

    /// <summary>A hash in hexadecimal and the quote behind it.</summary>
    public bool Hash(out byte[] hash)
    {
        hash = new byte[HashLength / 2];
        if (rest.Length <= HashLength || rest[HashLength] != '"') return false;
        if (Convert.FromHexString(rest[..HashLength], hash, out _, out var written) != OperationStatus.Done || written != hash.Length) return false;
        rest = rest[(HashLength + 1)..];
        return true;
    }

    /// <summary>A string and the quote behind it.</summary>
    /// <param name="text">The string.</param>
    /// <param name="known">Whether it is one of few, that come again and again.</param>
    public bool Text(out string text, bool known)
    {
        var good = Unescaped(out var bytes);
        text = !good ? "" : known ? names.Of(bytes) : Encoding.UTF8.GetString(bytes);
        return good;
    }

    /// <summary>A string and the quote behind it.</summary>
    /// <param name="text">Its bytes.</param>
    public bool Text(out byte[] text)
    {
        var good = Unescaped(out var bytes);
        text = good ? bytes.ToArray() : [];
        return good;
    }

    // With the escapes of one character undone.
    private bool Unescaped(out ReadOnlySpan<byte> text)
    {
        var length = 0;
        for (text = default; ;)
        {
            var end = rest.IndexOfAny(Special);
            if (end < 0) return false;
            if (length == 0 && rest[end] == '"')
            {
                text = rest[..end];
                rest = rest[(end + 1)..];
                return Utf8.IsValid(text);
            }

            rest[..end].CopyTo(scratch[length..]);
            length += end;
            if (rest[end] == '"')
            {
                rest = rest[(end + 1)..];
                text = scratch[..length];
                return Utf8.IsValid(text);
            }

            if (rest[end] != '\\' || end + 1 >= rest.Length || Escaped(rest[end + 1]) is not { } meant) return false;
            scratch[length++] = meant;
            rest = rest[(end + 2)..];
        }
    }

    // Of four digits are seldom enough to be left to others.
    private static byte? Escaped(byte letter) => letter switch
    {
        (byte)'"' or (byte)'\\' or (byte)'/' => letter,
        (byte)'n' => (byte)'\n',
        (byte)'t' => (byte)'\t',
        (byte)'r' => (byte)'\r',
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        _ => null,
    };
}

/// <summary>Remembers short texts that come again, so that the same name is not made a million times.</summary>
internal sealed class KnownTexts
{
    private const int Places = 256;
    private const int Longest = 128;
    private readonly (byte[] Bytes, string Text)[] known = new (byte[], string)[Places];

    /// <summary>The text of some valid UTF-8.</summary>
    public string Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return "";
        if (bytes.Length > Longest) return Encoding.UTF8.GetString(bytes);
        ref var place = ref known[(bytes.Length * 31 + bytes[^1] * 7 + bytes[bytes.Length / 2]) % Places];
        if (place.Bytes is null || !bytes.SequenceEqual(place.Bytes)) place = (bytes.ToArray(), Encoding.UTF8.GetString(bytes));
        return place.Text;
    }
}
