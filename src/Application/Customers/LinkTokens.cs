using System.Security.Cryptography;
using System.Text;
using Marketplace.Application.Privacy;
using Marten;

namespace Marketplace.Application.Customers;

/// <summary>What a link in a message is good for.</summary>
public enum LinkPurpose
{
    /// <summary>Proving an e-mail (S17); its target is the link of <c>EmailVerificationRequested</c>.</summary>
    EmailProof,

    /// <summary>Objecting to a change of a contact without a session (D11); its target is the change.</summary>
    ChangeCancellation,

    /// <summary>Reading the receipts of an order (S53); its target is the order.</summary>
    OrderReceipts,
}

/// <summary>What the token of a link leads to. Whoever reads the table has no token: the key is its hash.</summary>
/// <param name="Id">SHA-256 of the token, in lower-case hex.</param>
/// <param name="Purpose">What it is good for.</param>
/// <param name="CustomerId">Whose account it concerns.</param>
/// <param name="TargetId">The link, the change or the order.</param>
/// <param name="BoundTo">The e-mail that the link was sent to (<c>EmailId</c>); null for a change.</param>
/// <param name="MadeAt">When.</param>
public sealed record LinkTarget(string Id, LinkPurpose Purpose, Guid CustomerId, Guid TargetId, Guid? BoundTo, DateTimeOffset MadeAt);

/// <summary>
/// Tokens for links without a session. A token follows from its target by the house's secret, so that it can be put into every
/// letter about that target and is kept nowhere.
/// </summary>
public sealed class LinkTokens(KeyedHash hashes)
{
    /// <summary>The token of 256 bits, in lower-case hex.</summary>
    public string TokenOf(LinkPurpose purpose, Guid targetId) => hashes.Of($"link:{purpose}", targetId.ToString("D"));

    /// <summary>Makes the token lead to its target, from the caller's commit on.</summary>
    public void Open(IDocumentSession session, LinkPurpose purpose, Guid customerId, Guid targetId, Guid? boundTo, DateTimeOffset now) =>
        session.Store(new LinkTarget(IdOf(TokenOf(purpose, targetId)), purpose, customerId, targetId, boundTo, now));

    /// <summary>Where a token leads, or null when it is none of ours or for something else.</summary>
    public static async Task<LinkTarget?> FindAsync(IQuerySession session, LinkPurpose purpose, Secret token, CancellationToken cancellation) =>
        await session.LoadAsync<LinkTarget>(IdOf(token.Reveal()), cancellation) is { } target && target.Purpose == purpose ? target : null;

    private static string IdOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
