using System.Text.RegularExpressions;

namespace Marketplace.Auditor.Format;

/// <summary>The signature lines of a signed note: behind an empty line, one for each signer (docs/audit-format.md, 5).</summary>
internal static class Signatures
{
    /// <summary>Their shape, to be put behind that of the text.</summary>
    public const string Shape = """\n(— (?<name>[^ +\n]+) (?<signature>[A-Za-z0-9+/=]+)\n)+\z""";

    /// <summary>Each signer's name, and key id with signature; null when one is unreadable.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes)>? Of(Match match)
    {
        var signatures = new List<(string, byte[])>();
        for (var i = 0; i < match.Groups["name"].Captures.Count; i++)
        {
            if (Decoded(match.Groups["signature"].Captures[i].Value) is not { Length: > 4 } bytes) return null;
            signatures.Add((match.Groups["name"].Captures[i].Value, bytes));
        }

        return signatures;
    }

    /// <summary>The bytes; null when it is not base64.</summary>
    public static byte[]? Decoded(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
    }
}
