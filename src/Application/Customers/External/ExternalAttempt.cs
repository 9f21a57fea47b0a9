using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;

namespace Marketplace.Application.Customers.External;

/// <summary>
/// A customer who was sent to a provider and has not come back. Who reads the table can finish no attempt: state and cookie
/// are 256 random bits of which it has SHA-256, and the rest is made from them with the house's secret.
/// </summary>
/// <param name="Id">SHA-256 of the state, in lower-case hex.</param>
/// <param name="Provider">Where the customer was sent.</param>
/// <param name="Browser">SHA-256 of the cookie of the browser that was sent there.</param>
/// <param name="ReturnTo">The address that the provider was told; the code is good for no other.</param>
/// <param name="ExpiresAt">From this moment it is too late to come back.</param>
public sealed record ExternalAttempt(string Id, ExternalProvider Provider, string Browser, string ReturnTo, DateTimeOffset ExpiresAt)
{
    /// <summary>How long a customer may be away.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>Whose account the identity shall open; null for signing in.</summary>
    public Guid? CustomerId { get; init; }

    /// <summary>The session that asked for it.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>The version of the terms that was accepted at the start.</summary>
    public string? AcceptedTerms { get; init; }

    /// <summary>Whether the one who comes back is the one who left, and in time.</summary>
    public bool IsOf(ExternalProvider provider, string browser, DateTimeOffset now) =>
        provider == Provider && now < ExpiresAt && CryptographicOperations.FixedTimeEquals(Bytes(browser), Bytes(Browser));

    internal static string HashOf(string random) => Convert.ToHexStringLower(SHA256.HashData(Bytes(random)));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}

/// <summary>The secrets of one attempt, which follow from its state: the provider sees their outcome, and they are kept nowhere.</summary>
/// <param name="State">What comes back through the browser.</param>
/// <param name="Nonce">What must be in the token.</param>
/// <param name="Verifier">What only who began the attempt can tell the provider (PKCE).</param>
public sealed record AttemptSecrets(Secret State, Secret Nonce, Secret Verifier)
{
    /// <summary>What the provider is told of the verifier (S256).</summary>
    public string Challenge() => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier.Reveal())));

    internal static AttemptSecrets Of(string state, KeyedHash hashes) =>
        new(new Secret(state), new Secret(hashes.Of("external-nonce", state)), new Secret(hashes.Of("external-verifier", state)));
}
