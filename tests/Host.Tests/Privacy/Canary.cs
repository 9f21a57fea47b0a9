using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Marketplace.Host.Tests.Privacy;

/// <summary>A word that stands nowhere but in one person's data, and every way in which it may be written down.</summary>
/// <param name="Name">What it was planted in.</param>
/// <param name="Spellings">The word; of a phone, all that people write.</param>
internal sealed partial record Canary(string Name, IReadOnlyList<string> Spellings)
{
    /// <summary>A word as it is.</summary>
    public static Canary Word(string name, string word) => new(name, [word]);

    /// <summary>A Russian phone: the ten digits, which all plain spellings hold, and the ways to group them.</summary>
    public static Canary Phone(string name, string e164)
    {
        var d = e164[2..];
        var (code, one, two, three) = (d[..3], d[3..6], d[6..8], d[8..]);
        return new Canary(name,
        [
            d, $"{code} {one} {two} {three}", $"{code} {one}-{two}-{three}", $"{code}-{one}-{two}-{three}", $"({code}) {one}-{two}-{three}", $"({code}) {one} {two} {three}",
            $"({code}){one}-{two}-{three}", $"{code} {one}{two}{three}", $"{code}.{one}.{two}.{three}", $"{code} {one} {two}{three}", $"{code}-{one}-{two}{three}",
        ]);
    }

    /// <summary>Where it is in these bytes, with what stands around it; null when it is not.</summary>
    public string? FindIn(Searched searched)
    {
        foreach (var (how, needle) in Spellings.SelectMany(Needles).Distinct())
        {
            foreach (var text in searched.Texts)
            {
                var at = text.IndexOf(needle, how.StartsWith("hex", StringComparison.Ordinal) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
                if (at >= 0) return $"{Name} ({how}): {Shown(text, at)}";
            }
        }

        return null;
    }

    private static IEnumerable<(string How, string Needle)> Needles(string word)
    {
        var encodings = new (string Name, byte[] Bytes)[]
        {
            ("utf-8", Encoding.UTF8.GetBytes(word)), ("utf-16le", Encoding.Unicode.GetBytes(word)), ("utf-16be", Encoding.BigEndianUnicode.GetBytes(word)),
        };
        foreach (var (name, bytes) in encodings)
        {
            yield return (name, Encoding.Latin1.GetString(bytes));
            yield return ($"hex of {name}", Convert.ToHexString(bytes));
            foreach (var text in Base64(bytes)) yield return ($"base64 of {name}", text);
        }

        yield return ("url", Uri.EscapeDataString(word));
        yield return ("url, lower case", Lowered().Replace(Uri.EscapeDataString(word), m => m.Value.ToLowerInvariant()));
        yield return ("form", Uri.EscapeDataString(word).Replace("%20", "+", StringComparison.Ordinal));
        if (word.Any(c => c > 127)) yield return ("hex of json", string.Concat(word.Select(c => c > 127 ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : $"{c}")));
    }

    // What base64 makes of a word depends on where in the text it begins; the characters that only the word decides are fixed in
    // each of the three cases.
    private static IEnumerable<string> Base64(byte[] bytes)
    {
        for (var shift = 0; shift < 3; shift++)
        {
            var text = Convert.ToBase64String([.. new byte[shift], .. bytes]);
            var fixedPart = text[(shift == 0 ? 0 : shift + 1)..((shift + bytes.Length) * 8 / 6)];
            yield return fixedPart;
            yield return fixedPart.Replace('+', '-').Replace('/', '_');
        }
    }

    private static string Shown(string text, int at) => text[Math.Max(0, at - 150)..Math.Min(text.Length, at + 100)];

    [GeneratedRegex("%[0-9A-F]{2}")]
    private static partial Regex Lowered();
}

/// <summary>What is searched: the bytes as they are, and what runs of hex spell, because tables of bytes are dumped so.</summary>
internal sealed partial class Searched
{
    public Searched(byte[] bytes)
    {
        var raw = Encoding.Latin1.GetString(bytes);
        var decoded = new StringBuilder();
        foreach (Match run in Hex().Matches(raw)) decoded.Append(Encoding.Latin1.GetString(Convert.FromHexString(run.Groups[1].ValueSpan))).Append('\n');
        Texts = [raw, decoded.ToString()];
    }

    /// <summary>Each byte a character.</summary>
    public IReadOnlyList<string> Texts { get; }

    public static Searched Text(string text) => new(Encoding.UTF8.GetBytes(text));

    // As PostgreSQL writes bytes; a run of another parity is none.
    [GeneratedRegex(@"\\x((?:[0-9a-f]{2})+)")]
    private static partial Regex Hex();
}
