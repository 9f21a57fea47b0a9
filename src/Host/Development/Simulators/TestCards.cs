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
public sealed record TestCard(string Token, CardManner Manner, string? LastFour, string? Refusal = null);

/// <summary>The cards of the simulated acquirer.</summary>
public static class TestCards
{
    private static readonly TestCard Unknown = new("other", CardManner.Declines, null, "unknown-card");

    private static readonly Dictionary<string, TestCard> Known = new TestCard[]
    {
        new("tok_ok", CardManner.Approves, "4242"),
        new("tok_declined", CardManner.Declines, "0002", "do-not-honour"),
        new("tok_timeout", CardManner.TimesOut, "0069"),
        new("tok_3ds", CardManner.AsksOwner, "3220"),
    }.ToDictionary(card => card.Token);

    /// <summary>The card of a token.</summary>
    public static TestCard Find(string token) => Known.GetValueOrDefault(token, Unknown);
}
