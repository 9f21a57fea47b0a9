using Marketplace.Application.Privacy;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marten;
using Wolverine;

namespace Marketplace.Application.Customers;

/// <summary>The customer enters the code of the letter and names the new phone; a code goes there (S51).</summary>
/// <param name="RecoveryId">The recovery, as the letter says.</param>
/// <param name="Code">The code of the letter.</param>
/// <param name="Phone">The new phone, in any spelling.</param>
/// <param name="Address">The internet address that asks; null when its caps do not apply.</param>
public sealed record NameRecoveryPhone(Guid RecoveryId, Secret Code, Secret Phone, Secret? Address);

/// <summary>The answer: which code proves the new phone.</summary>
public sealed record RecoveryPhoneAsked(Guid RecoveryId, Guid ChallengeId, DateTimeOffset ExpiresAt, DateTimeOffset ResendAt);

/// <summary>Handles <see cref="NameRecoveryPhone"/>.</summary>
public static class NameRecoveryPhoneHandler
{
    /// <summary>
    /// Uses the code of the letter up and sends the other, both or neither. A phone that cannot be had leaves the code of the
    /// letter as it is, so that another can be named with it.
    /// </summary>
    public static async Task<RecoveryPhoneAsked> Handle(
        NameRecoveryPhone command,
        IDocumentSession session,
        IDocumentStore store,
        IMessageBus bus,
        OneTimeCodes codes,
        Accounts accounts,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (!Phones.TryRead(command.Phone.Reveal(), out var phone)) throw new RefusedException(CustomerErrors.PhoneInvalid);
        var known = await Recoveries.FindAsync(store, command.RecoveryId, now, cancellation);
        var proven = await codes.CheckAsync(command.RecoveryId, Recoveries.Letter(known.Id), command.Code, now, cancellation);
        await codes.ConsumeAsync(session, proven, cancellation);
        var to = Contact.Of(phone);
        var use = Recoveries.NewPhone(known.Id, command.RecoveryId);
        var challenge = await codes.IssueAsync(session, bus, use, to, CodeChannel.Sms, command.Address, now, cancellation);
        RefuseClaimed(await accounts.ClaimOnAsync(session, to, cancellation), known.Id);
        var stream = await session.Events.FetchForExclusiveWriting<Customer>(known.Id, cancellation);
        var named = new Pii<string>(known.Id, "phone", phone.Value);
        stream.Append(RecoveryDecisions.NamePhone(stream.Existing(RecoveryErrors.Unknown), command.RecoveryId, named, challenge.Id, now));
        return new RecoveryPhoneAsked(command.RecoveryId, challenge.Id, challenge.ExpiresAt, challenge.ResendAt);
    }

    // Whoever reads this answer has the code of the letter; nobody else learns whose a phone is (S8).
    private static void RefuseClaimed(ContactClaim? claim, Guid customerId)
    {
        if (claim is null) return;
        if (claim.CustomerId != customerId) throw new RefusedException(ContactErrors.PhoneTaken);
        if (claim.KeptForChange is null) throw new RefusedException(RecoveryErrors.PhoneUnchanged);
    }
}
