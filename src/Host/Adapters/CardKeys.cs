using Marketplace.Application.Privacy;

namespace Marketplace.Host.Adapters;

/// <summary>Makes of what the acquirer knows a card by what the shop knows it by, so that the former goes no further than here (P12).</summary>
/// <param name="hashes">Only this house can compute them.</param>
public sealed class CardKeys(KeyedHash hashes)
{
    /// <summary>The card's key; null when the acquirer did not say which card it is, or said something else.</summary>
    public string? Of(string? fingerprint) => ProviderWords.Fingerprint(fingerprint) is { } known ? hashes.Of("card", known) : null;
}
