namespace Marketplace.Host.Adapters;

/// <summary>
/// What a provider says in its own words, in an answer or in a callback, made safe to store for ever: whatever is not what was agreed
/// is dropped, so that a provider's mistake cannot put a card number or a name into our history (X32).
/// </summary>
public static class ProviderWords
{
    /// <summary>Four digits, or null.</summary>
    public static string? LastFour(string? said) => said is { Length: 4 } && said.All(char.IsAsciiDigit) ? said : null;

    /// <summary>
    /// What the acquirer knows a card by, whatever its token: 16 to 64 letters, digits, dashes and underscores, or null. Without a
    /// letter it could be the card's number, and is dropped.
    /// </summary>
    public static string? Fingerprint(string? said) =>
        said is { Length: >= 16 and <= 64 } && said.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') && said.Any(char.IsAsciiLetter) ? said : null;

    /// <summary>A short machine word (<c>do-not-honour</c>), or <c>other</c>.</summary>
    public static string Reason(string? said) =>
        said is { Length: > 0 and <= 40 } && said.All(c => char.IsAsciiLetterLower(c) || c == '-') ? said : "other";
}
