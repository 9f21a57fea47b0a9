using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Host.Development.Simulators.Identity;

/// <summary>What a browser brings to a provider's door.</summary>
public sealed record AuthorizeRequest(string ClientId, string RedirectUri, string Nonce, string Challenge, string Person);

/// <summary>What a shop hands in for a token.</summary>
public sealed record TokenRequest(string ClientId, string ClientSecret, string Code, string RedirectUri, string Verifier);

/// <summary>
/// One simulated provider of OpenID Connect: codes that are good once and for a minute, bound to shop, address and PKCE
/// challenge. It lives in memory: a restart makes it forget its codes and its key, as a real one may any day.
/// </summary>
public sealed class SimulatedProvider(string name, string clientId, string clientSecret, TimeProvider clock)
{
    private static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, (AuthorizeRequest Asked, DateTimeOffset ExpiresAt)> codes = new();

    /// <summary>Its keys and tokens.</summary>
    public IdTokenMint Mint { get; } = new(clientId, clientSecret, clock);

    /// <summary>Whether that shop may send people here and have them sent back there.</summary>
    public bool Knows(string client, string redirectUri) =>
        client == clientId
        && Uri.TryCreate(redirectUri, UriKind.Absolute, out var url)
        && url.IsLoopback
        && url.AbsolutePath == $"/api/auth/external/{name}/callback";

    /// <summary>Lets a person in.</summary>
    /// <returns>The code for the shop.</returns>
    public string Authorize(AuthorizeRequest asked)
    {
        foreach (var (old, _) in codes.Where(c => c.Value.ExpiresAt <= clock.GetUtcNow())) codes.TryRemove(old, out _);
        var code = RandomNumberGenerator.GetHexString(48, lowercase: true);
        codes[code] = (asked, clock.GetUtcNow() + CodeLife);
        return code;
    }

    /// <summary>Gives the token out for a code, once.</summary>
    /// <returns>The ID token (null when this person's is forgotten), or the protocol's error.</returns>
    public (string? Token, string? Error) Redeem(TokenRequest request, string issuer)
    {
        if (request.ClientId != clientId || !Same(request.ClientSecret, clientSecret)) return (null, "invalid_client");
        if (!codes.TryRemove(request.Code, out var grant) || grant.ExpiresAt <= clock.GetUtcNow()) return (null, "invalid_grant");
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(request.Verifier)));
        if (grant.Asked.RedirectUri != request.RedirectUri || !Same(challenge, grant.Asked.Challenge)) return (null, "invalid_grant");
        return (Mint.TokenFor(issuer, SubjectOf(grant.Asked.Person), grant.Asked.Nonce, TestPeople.MannerOf(grant.Asked.Person)), null);
    }

    /// <summary>What this provider calls a person: opaque, and another word than any other provider's.</summary>
    public string SubjectOf(string person) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{name}:{person}")).AsSpan(0, 16));

    private static bool Same(string one, string other) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));
}
