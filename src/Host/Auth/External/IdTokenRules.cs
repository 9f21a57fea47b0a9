using System.Security.Cryptography;
using System.Text;
using Marketplace.Application.Customers.External;
using Marketplace.Application.Privacy;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Marketplace.Host.Auth.External;

/// <summary>What makes an ID token one that was issued by this provider, for this shop, for this very attempt.</summary>
internal sealed class IdTokenRules(OpenIdSettings settings, TimeProvider clock)
{
    // What the protocol allows at most.
    private const int LongestSubject = 255;

    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false };

    /// <summary>Whom the token vouches for; null when it cannot be believed.</summary>
    /// <param name="token">The token.</param>
    /// <param name="keys">The provider's keys.</param>
    /// <param name="nonce">What the provider was told to repeat.</param>
    /// <returns>The identity, or null, and then whether it was the key that is not known.</returns>
    public async Task<(VerifiedIdentity? Identity, bool UnknownKey)> CheckAsync(string token, IEnumerable<SecurityKey> keys, Secret nonce)
    {
        var outcome = await handler.ValidateTokenAsync(token, ParametersFor(keys));
        if (!outcome.IsValid) return (null, outcome.Exception is SecurityTokenSignatureKeyNotFoundException);
        var verified = (JsonWebToken)outcome.SecurityToken;
        return (IsForUs(verified) && IsOf(verified, nonce) && IsSubject(verified.Subject)
            ? new VerifiedIdentity(settings.Provider, verified.Issuer, new Secret(verified.Subject))
            : null, false);
    }

    private TokenValidationParameters ParametersFor(IEnumerable<SecurityKey> keys) => new()
    {
        ValidIssuer = settings.Issuer,
        ValidAudience = settings.ClientId,
        ValidAlgorithms = settings.Algorithms,
        IssuerSigningKeys = keys,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        LifetimeValidator = (notBefore, expires, _, _) => StaffAuthentication.IsTimely(notBefore, expires, clock.GetUtcNow().UtcDateTime),
    };

    /// <summary>For us alone: a token for several was given to others too, who could hand it in here.</summary>
    private bool IsForUs(JsonWebToken token) =>
        token.Audiences.All(audience => string.Equals(audience, settings.ClientId, StringComparison.Ordinal))
        && (!token.TryGetPayloadValue<string>("azp", out var party) || string.Equals(party, settings.ClientId, StringComparison.Ordinal));

    private static bool IsOf(JsonWebToken token, Secret nonce) =>
        token.TryGetPayloadValue<string>("nonce", out var repeated)
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(repeated), Encoding.UTF8.GetBytes(nonce.Reveal()));

    private static bool IsSubject(string? subject) => subject is { Length: > 0 and <= LongestSubject } && subject.All(c => c is > ' ' and <= '~');
}
