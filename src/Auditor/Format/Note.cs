using System.Globalization;
using System.Text.RegularExpressions;

namespace Marketplace.Auditor.Format;

/// <summary>A checkpoint's signed text, taken apart (docs/audit-format.md, 5).</summary>
/// <param name="Whole">All of it.</param>
/// <param name="Text">What is signed.</param>
/// <param name="Origin">Whose history it is.</param>
/// <param name="Size">How many events it covers.</param>
/// <param name="Root">The hash over them.</param>
/// <param name="Wallets">What all wallets can spend, in kopecks.</param>
/// <param name="Holds">What is set aside in them, in kopecks.</param>
/// <param name="SignedBy">Each signer's name, and key id with signature.</param>
public sealed partial record Note(
    string Whole, string Text, string Origin, long Size, byte[] Root, long Wallets, long Holds, IReadOnlyList<(string Name, byte[] Bytes)> SignedBy)
{
    /// <summary>Reads one; null when it is not one.</summary>
    public static Note? Read(string whole)
    {
        if (Shape().Match(whole) is not { Success: true } match) return null;
        if (!Number(match, "size", out var size) || !Number(match, "wallets", out var wallets) || !Number(match, "holds", out var holds)) return null;
        if (Signatures.Decoded(match.Groups["root"].Value) is not { Length: 32 } root || Signatures.Of(match) is not { } signatures) return null;
        return new Note(whole, match.Groups["text"].Value, match.Groups["origin"].Value, size, root, wallets, holds, signatures);
    }

    private static bool Number(Match match, string group, out long number) =>
        long.TryParse(match.Groups[group].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    [GeneratedRegex("""\A(?<text>(?<origin>[^\n]+)\n(?<size>0|[1-9][0-9]*)\n(?<root>[A-Za-z0-9+/=]+)\nwallets (?<wallets>-?[0-9]+)\nholds (?<holds>-?[0-9]+)\nsigned [^\n]+\n)""" + Signatures.Shape, RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
