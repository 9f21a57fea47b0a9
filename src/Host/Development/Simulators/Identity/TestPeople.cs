namespace Marketplace.Host.Development.Simulators.Identity;

/// <summary>What a simulated provider does for whoever is named at its door.</summary>
public enum IdentityManner
{
    /// <summary>Vouches for the person.</summary>
    Vouches,

    /// <summary>Sends the browser back with <c>access_denied</c>.</summary>
    Denies,

    /// <summary>Names another issuer in the token.</summary>
    NamesOtherIssuer,

    /// <summary>Makes the token for another shop.</summary>
    NamesOtherAudience,

    /// <summary>Makes the token for this shop and another.</summary>
    NamesTwoAudiences,

    /// <summary>Makes the token at another shop's request (<c>azp</c>).</summary>
    NamesOtherParty,

    /// <summary>Leaves the nonce out.</summary>
    ForgetsNonce,

    /// <summary>Answers with the token that it gave out before.</summary>
    RepeatsToken,

    /// <summary>Gives a token out that is over.</summary>
    IsLate,

    /// <summary>Does not sign (<c>alg: none</c>).</summary>
    DoesNotSign,

    /// <summary>Signs with the shop's own secret (<c>HS256</c>).</summary>
    SignsWithSecret,

    /// <summary>Signs with a key that nobody knows, under the name of a known one.</summary>
    SignsWithUnknownKey,

    /// <summary>Signs, then puts another subject in.</summary>
    ChangesSubject,

    /// <summary>Gives out no ID token.</summary>
    ForgetsToken,
}

/// <summary>The people whom simulated providers know. Every other name is a person with nothing special.</summary>
public static class TestPeople
{
    private static readonly Dictionary<string, IdentityManner> Known = new()
    {
        ["denied"] = IdentityManner.Denies,
        ["wrong-issuer"] = IdentityManner.NamesOtherIssuer,
        ["wrong-audience"] = IdentityManner.NamesOtherAudience,
        ["two-audiences"] = IdentityManner.NamesTwoAudiences,
        ["other-party"] = IdentityManner.NamesOtherParty,
        ["no-nonce"] = IdentityManner.ForgetsNonce,
        ["repeated-token"] = IdentityManner.RepeatsToken,
        ["expired"] = IdentityManner.IsLate,
        ["unsigned"] = IdentityManner.DoesNotSign,
        ["hs256"] = IdentityManner.SignsWithSecret,
        ["unknown-key"] = IdentityManner.SignsWithUnknownKey,
        ["changed"] = IdentityManner.ChangesSubject,
        ["no-token"] = IdentityManner.ForgetsToken,
    };

    /// <summary>All names with something special about them.</summary>
    public static IReadOnlyCollection<string> Special => Known.Keys;

    /// <summary>What happens to a person.</summary>
    public static IdentityManner MannerOf(string person) => Known.GetValueOrDefault(person);
}
