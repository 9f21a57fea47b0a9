using System.Text.Json;
using Marketplace.Application.Customers.Passkeys;
using Marketplace.Application.Privacy;

namespace Marketplace.Host.Auth.Passkeys;

/// <summary>What to ask the device.</summary>
/// <param name="ChallengeId">To be sent back with the answer, once, before <paramref name="ExpiresAt"/>. It is long.</param>
/// <param name="ExpiresAt">When the question is void.</param>
/// <param name="PublicKey">The options of WebAuthn, as <c>PublicKeyCredential.parse…OptionsFromJSON</c> and the mobile systems take them.</param>
public sealed record PasskeyOptionsResponse(string ChallengeId, DateTimeOffset ExpiresAt, JsonElement PublicKey);

/// <summary>A passkey that a device made.</summary>
/// <param name="ChallengeId">From the options.</param>
/// <param name="Credential">What the device answered, as <c>PublicKeyCredential.toJSON()</c> gives it.</param>
/// <param name="Name">What the customer calls it, to recognise it later.</param>
public sealed record PasskeyBody(string ChallengeId, JsonElement Credential, Secret? Name = null)
{
    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => nameof(PasskeyBody);
}

/// <summary>A signature by a passkey.</summary>
/// <param name="ChallengeId">From the options.</param>
/// <param name="Credential">What the device answered, as <c>PublicKeyCredential.toJSON()</c> gives it.</param>
/// <param name="AcceptedTerms">The <c>version</c> of <c>GET /api/terms</c>; needed after the terms have changed.</param>
/// <param name="Client">What the device calls itself, to recognise the session later.</param>
public sealed record PasskeySessionBody(string ChallengeId, JsonElement Credential, string? AcceptedTerms = null, Secret? Client = null)
{
    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => nameof(PasskeySessionBody);
}

/// <summary>The passkey is on.</summary>
public sealed record PasskeyResponse(Guid PasskeyId, DateTimeOffset EnrolledAt);

/// <summary>A passkey in a list.</summary>
/// <param name="PasskeyId">Its name in paths.</param>
/// <param name="Name">What the customer calls it.</param>
/// <param name="EnrolledAt">When it was switched on.</param>
/// <param name="LastUsedAt">When it opened the account last; null if never.</param>
/// <param name="BackedUp">Whether the device has copied it to the owner's other devices.</param>
public sealed record PasskeyItem(Guid PasskeyId, string? Name, DateTimeOffset EnrolledAt, DateTimeOffset? LastUsedAt, bool BackedUp)
{
    internal static PasskeyItem Of(PasskeyCredential kept) => new(kept.PasskeyId, kept.Name?.Value, kept.EnrolledAt, kept.LastUsedAt, kept.BackedUp);

    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => nameof(PasskeyItem);
}
