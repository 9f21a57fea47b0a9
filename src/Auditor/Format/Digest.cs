using System.Globalization;
using System.Text.RegularExpressions;

namespace Marketplace.Auditor.Format;

/// <summary>The signed sums of a period, taken apart (docs/audit-format.md, 10).</summary>
/// <param name="Text">What is signed.</param>
/// <param name="Origin">Whose history it is.</param>
/// <param name="From">The first day in Moscow.</param>
/// <param name="To">The last day.</param>
/// <param name="Until">What was recorded from then on does not count, in UTC.</param>
/// <param name="Lines">What it says of the days, line by line.</param>
/// <param name="SignedBy">Each signer's name, and key id with signature.</param>
public sealed partial record Digest(
    string Text, string Origin, DateOnly From, DateOnly To, DateTime Until, IReadOnlyList<string> Lines, IReadOnlyList<(string Name, byte[] Bytes)> SignedBy)
{
    /// <summary>Whether it wants to be one: its second line says so.</summary>
    public static bool IsOne(string whole) => whole.Split('\n') is [_, "reconciliation 1", ..];

    /// <summary>Reads one; null when it has not the shape of one.</summary>
    public static Digest? Read(string whole)
    {
        if (Shape().Match(whole) is not { Success: true } match || Signatures.Of(match) is not { } signatures) return null;
        if (!Day(match, "from", out var from) || !Day(match, "to", out var to) || from > to) return null;
        if (!DateTime.TryParseExact(
            match.Groups["until"].Value, "yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var until)) return null;
        return new Digest(match.Groups["text"].Value, match.Groups["origin"].Value, from, to, until, [.. match.Groups["line"].Captures.Select(c => c.Value)], signatures);
    }

    private static bool Day(Match match, string group, out DateOnly day) =>
        DateOnly.TryParseExact(match.Groups[group].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    [GeneratedRegex("""\A(?<text>(?<origin>[^\n]+)\nreconciliation 1\nfrom (?<from>[^\n]+)\nto (?<to>[^\n]+)\nuntil (?<until>[^\n]+)\n((?<line>[0-9]{4}-[0-9]{2}-[0-9]{2} [^\n]+)\n)*signed [^\n]+\n)""" + Signatures.Shape, RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
