using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;
using Marten;
using Wolverine;

namespace Marketplace.Application.Customers;

/// <summary>The code on the new phone has not come: another goes to the same phone, never to one that this request could name (S36, S37).</summary>
/// <param name="RecoveryId">The recovery.</param>
/// <param name="ChallengeId">The code that has not come.</param>
/// <param name="Address">The internet address that asks; null when its caps do not apply.</param>
public sealed record SendRecoveryCodeAgain(Guid RecoveryId, Guid ChallengeId, Secret? Address);

/// <summary>Handles <see cref="SendRecoveryCodeAgain"/>.</summary>
public static class SendRecoveryCodeAgainHandler
{
    /// <summary>Sends it; the code before it is void.</summary>
    public static async Task<RecoveryPhoneAsked> Handle(
        SendRecoveryCodeAgain command,
        IDocumentSession session,
        IDocumentStore store,
        IMessageBus bus,
        OneTimeCodes codes,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var known = await Recoveries.FindAsync(store, command.RecoveryId, now, cancellation);
        RecoveryDecisions.SendAgain(known, command.RecoveryId, command.ChallengeId, Guid.Empty, now).ThrowIfRefused();
        var phone = Contact.Of(ContactKind.Phone, known.Recovery!.NewPhone!) ?? throw new RefusedException(RecoveryErrors.Unknown);
        var use = Recoveries.NewPhone(known.Id, command.RecoveryId);
        var challenge = await codes.IssueAsync(session, bus, use, phone, CodeChannel.Sms, command.Address, now, cancellation);
        var stream = await session.Events.FetchForExclusiveWriting<Customer>(known.Id, cancellation);
        var customer = stream.Existing(RecoveryErrors.Unknown);
        stream.Append(RecoveryDecisions.SendAgain(customer, command.RecoveryId, command.ChallengeId, challenge.Id, now));
        return new RecoveryPhoneAsked(command.RecoveryId, challenge.Id, challenge.ExpiresAt, challenge.ResendAt);
    }
}
