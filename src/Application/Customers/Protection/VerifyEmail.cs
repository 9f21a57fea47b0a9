using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;
using Marten;

namespace Marketplace.Application.Customers.Protection;

/// <summary>Follows the link of a letter (S18). The token is all the proof there is: no session is asked for.</summary>
public sealed record VerifyEmail(Secret Token);

/// <summary>Handles <see cref="VerifyEmail"/>.</summary>
public static class VerifyEmailHandler
{
    /// <summary>
    /// Proves the e-mail and claims it for the account, both or neither. Of two accounts that prove one address the first has it
    /// (S8, X30).
    /// </summary>
    public static async Task Handle(
        VerifyEmail command, IDocumentSession session, Accounts accounts, TimeProvider clock, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var link = await LinkTokens.FindAsync(session, LinkPurpose.EmailProof, command.Token, cancellation) ?? throw new RefusedException(ProtectionErrors.LinkUnknown);
        // Read once without a lock, to learn what to claim; the decision is made on what is read below it.
        var seen = await session.LoadAsync<Customer>(link.CustomerId, cancellation) ?? throw new RefusedException(ProtectionErrors.LinkUnknown);
        if (seen.Email is not { } email || Contact.Of(ContactKind.Email, email.Address) is not { } contact) throw new RefusedException(ProtectionErrors.EmailChangedSince);
        var claim = await accounts.ClaimOnAsync(session, contact, cancellation);
        var stream = await session.Events.FetchForExclusiveWriting<Customer>(link.CustomerId, cancellation);
        var decision = ProtectionDecisions.VerifyEmail(stream.Existing(ProtectionErrors.LinkUnknown), link.TargetId, link.BoundTo ?? Guid.Empty, now);
        decision.ThrowIfRefused();
        // The link is bound to the address, so what was decided on below the lock is the address that was claimed above it.
        if (claim is not null && claim.CustomerId != link.CustomerId) throw new RefusedException(ProtectionErrors.EmailTaken);
        accounts.Claim(session, contact, link.CustomerId, keptForChange: null, now);
        stream.Append(decision);
    }
}
