using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Host.Development.Simulators;

/// <summary>What a card does when it is charged.</summary>
public enum CardManner
{
    /// <summary>Approves at once.</summary>
    Approves,

    /// <summary>Refuses at once.</summary>
    Declines,

    /// <summary>Approves, but the answer does not arrive in time; the callback does.</summary>
    TimesOut,

    /// <summary>Asks its owner first (3-D Secure).</summary>
    AsksOwner,
}

/// <summary>A card that the simulated acquirer knows.</summary>
/// <param name="Token">Its token; <c>other</c> stands for every unknown one, which is not kept: somebody may type a card number.</param>
/// <param name="Manner">What it does.</param>
/// <param name="LastFour">The last four digits; null for an unknown card.</param>
/// <param name="Refusal">Why it declines, when it does.</param>
public sealed record TestCard(string Token, CardManner Manner, string? LastFour, string? Refusal = null)
{
    /// <summary>What the acquirer knows the card by; null for the plain ones, which everybody uses.</summary>
    public string? Fingerprint => Token.StartsWith(TestCards.Own, StringComparison.Ordinal) ? $"fp_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Token)))[..40]}" : null;
}

/// <summary>The cards of the simulated acquirer.</summary>
public static class TestCards
{
    /// <summary>Begins the token of a good card that is told apart from others: <c>tok_ok_</c> and at most 20 small letters, such as <c>tok_ok_anna</c>.</summary>
    public const string Own = "tok_ok_";

    private static readonly TestCard Unknown = new("other", CardManner.Declines, null, "unknown-card");

    private static readonly Dictionary<string, TestCard> Known = new TestCard[]
    {
        new("tok_ok", CardManner.Approves, "4242"),
        new("tok_declined", CardManner.Declines, "0002", "do-not-honour"),
        new("tok_timeout", CardManner.TimesOut, "0069"),
        new("tok_3ds", CardManner.AsksOwner, "3220"),
    }.ToDictionary(card => card.Token);

    /// <summary>The card of a token.</summary>
    public static TestCard Find(string token) =>
        IsOwn(token) ? new TestCard(token, CardManner.Approves, "4242") : Known.GetValueOrDefault(token, Unknown);

    // Letters alone, because the token is kept.
    private static bool IsOwn(string token) =>
        token.StartsWith(Own, StringComparison.Ordinal) && token[Own.Length..] is { Length: > 0 and <= 20 } whose && whose.All(char.IsAsciiLetterLower);
}
