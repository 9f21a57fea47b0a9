using Marketplace.Application.Privacy;
using Marketplace.Application.Support;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marten;
using Wolverine;

namespace Marketplace.Application.Customers;

/// <summary>
/// Begins a recovery for somebody who has called support: the lost phone is all that support names. Where the code goes and
/// what it is nobody here can choose or see (S49, D6).
/// </summary>
/// <param name="AgentId">Who of support.</param>
/// <param name="Phone">The lost phone, in any spelling.</param>
/// <param name="Reason">What the customer said.</param>
public sealed record StartRecovery(string AgentId, Secret Phone, Secret Reason);

/// <summary>The answer. The id alone opens nothing.</summary>
public sealed record RecoveryBegun(Guid RecoveryId, DateTimeOffset ExpiresAt);

/// <summary>Handles <see cref="StartRecovery"/>.</summary>
public static class StartRecoveryHandler
{
    /// <summary>
    /// Sends the code and begins the recovery, both or neither. It counts as a look-up, found or not: it tells whether a phone
    /// has an account (P15).
    /// </summary>
    public static async Task<RecoveryBegun> Handle(
        StartRecovery command,
        IDocumentSession session,
        IDocumentStore store,
        IMessageBus bus,
        OneTimeCodes codes,
        KeyedHash hashes,
        SupportLookups lookups,
        RecoveryPolicy policy,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var reason = lookups.ReasonOf(command.Reason, "reason");
        if (!Phones.TryRead(command.Phone.Reveal(), out var phone)) throw new RefusedException(CustomerErrors.PhoneInvalid);
        await lookups.CountAsync(command.AgentId, now, cancellation);
        var known = await FindAsync(store, ContactClaim.IdOf(Contact.Of(phone), hashes), cancellation);
        var begun = new NewRecovery(Guid.Empty, command.AgentId, new Pii<string>(known.Id, "support-reason", reason), known.Email?.EmailId ?? Guid.Empty);
        RecoveryDecisions.Start(known, begun, policy, now).ThrowIfRefused();
        var email = Contact.Of(ContactKind.Email, known.Email!.Address) ?? throw new RefusedException(RecoveryErrors.NoVerifiedEmail);

        // The code first and the stream after it, as everywhere in a recovery: two steps at once then never wait for each other.
        var letter = await codes.IssueAsync(session, bus, Recoveries.Letter(known.Id), email, CodeChannel.Email, null, now, cancellation);
        var stream = await session.Events.FetchForExclusiveWriting<Customer>(known.Id, cancellation);
        stream.Append(RecoveryDecisions.Start(stream.Existing(RecoveryErrors.CustomerNotFound), begun with { RecoveryId = letter.Id }, policy, now));
        return new RecoveryBegun(letter.Id, now + policy.Life);
    }

    /// <summary>Whose the phone is; one that is only kept for a change is nobody's yet.</summary>
    private static async Task<Customer> FindAsync(IDocumentStore store, string claimId, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<ContactClaim>(claimId, cancellation) is { KeptForChange: null } claim
            && await session.LoadAsync<Customer>(claim.CustomerId, cancellation) is { } customer
                ? customer
                : throw new RefusedException(RecoveryErrors.CustomerNotFound);
    }
}
