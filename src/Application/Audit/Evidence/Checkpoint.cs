using System.Globalization;

namespace Marketplace.Application.Audit.Evidence;

/// <summary>
/// A head of the tree: everything up to there, in one hash. Its text is a C2SP tlog-checkpoint; the sums in it are extension lines.
/// </summary>
/// <param name="Size">How many leaves it covers.</param>
/// <param name="Root">The hash over them.</param>
/// <param name="Wallets">What all wallets together can spend after these events, in kopecks.</param>
/// <param name="Holds">What is set aside in them, in kopecks.</param>
/// <param name="SignedAt">When it was signed.</param>
public sealed record Checkpoint(long Size, byte[] Root, long Wallets, long Holds, DateTimeOffset SignedAt)
{
    /// <summary>The text that is signed.</summary>
    /// <param name="origin">Whose history it is.</param>
    public string Text(string origin) => string.Create(
        CultureInfo.InvariantCulture,
        $"{origin}\n{Size}\n{Convert.ToBase64String(Root)}\nwallets {Wallets}\nholds {Holds}\nsigned {SignedAt.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}\n");
}
