using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Application.Privacy;
using Marketplace.Domain;
using Marketplace.Domain.Customers;

namespace Marketplace.Application.Customers;

/// <summary>What a token opens. Whoever steals the table has no token: its key is a hash (of 256 random bits, so without pepper).</summary>
/// <param name="Id">SHA-256 of the token, in lower-case hex.</param>
/// <param name="SessionId">The name of the session that may be shown.</param>
/// <param name="CustomerId">Who is signed in.</param>
/// <param name="Method">How that was proved.</param>
/// <param name="Client">What the device calls itself.</param>
/// <param name="CreatedAt">When it was opened.</param>
/// <param name="LastSeenAt">When it was used last, as far as that has been noted.</param>
public sealed record Session(
    string Id, Guid SessionId, Guid CustomerId, SignInMethod Method, Pii<string>? Client, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt)
{
    /// <summary>From this moment it opens nothing.</summary>
    public DateTimeOffset ExpiryBy(SessionPolicy policy) => policy.ExpiryOf(CreatedAt, LastSeenAt);
}

/// <summary>The tokens of customers' sessions.</summary>
public static class SessionTokens
{
    /// <summary>What they begin with, so that a leaked one is recognised.</summary>
    public const string Prefix = "mkt_";

    private const int RandomBytes = 32;

    /// <summary>A new one.</summary>
    public static Secret New() => new(Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes)));

    /// <summary>The id of its session.</summary>
    public static string IdOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
