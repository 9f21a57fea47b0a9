using JasperFx;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;
using Marten;

namespace Marketplace.Application.Customers;

/// <summary>The customer enters the code of the new phone: the account has that phone from now on (S51).</summary>
public sealed record CompleteRecovery(Guid RecoveryId, Guid ChallengeId, Secret Code);

/// <summary>The answer.</summary>
/// <param name="RecoveryId">The recovery.</param>
/// <param name="CompletedAt">When.</param>
/// <param name="RestrictedUntil">Until then withdrawals, deletion and the enrolment of passkeys wait.</param>
public sealed record RecoveryAnswer(Guid RecoveryId, DateTimeOffset CompletedAt, DateTimeOffset RestrictedUntil);

/// <summary>Handles <see cref="CompleteRecovery"/>.</summary>
public static class CompleteRecoveryHandler
{
    /// <summary>
    /// Changes the phone, moves its claim, closes every session and ends pending changes of contacts: all or nothing. It opens
    /// no session; the customer signs in with the new phone.
    /// </summary>
    public static async Task<RecoveryAnswer> Handle(
        CompleteRecovery command,
        IDocumentSession session,
        IDocumentStore store,
        OneTimeCodes codes,
        KeyedHash hashes,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var known = await Recoveries.FindAsync(store, command.RecoveryId, now, cancellation);
        RecoveryDecisions.Complete(known, command.RecoveryId, command.ChallengeId, now).ThrowIfRefused();
        var proven = await codes.CheckAsync(command.ChallengeId, Recoveries.NewPhone(known.Id, command.RecoveryId), command.Code, now, cancellation);
        var phone = await codes.ConsumeAsync(session, proven, cancellation);
        var claims = await RecoveredClaims.LockAsync(session, hashes, known, phone, cancellation);
        if (claims.NewPhoneIsOf is { } owner && owner != known.Id) throw new RefusedException(ContactErrors.PhoneTaken);

        await session.LockAsync(LiveSessions.LockOf(known.Id), cancellation);
        var stream = await session.Events.FetchForExclusiveWriting<Customer>(known.Id, cancellation);
        var customer = stream.Existing(RecoveryErrors.Unknown);
        // Another change of a contact was first: the bus decides again, on the contacts of now.
        if (!claims.Cover(customer)) throw new ConcurrencyException(typeof(Customer), known.Id);
        var decision = RecoveryDecisions.Complete(customer, command.RecoveryId, command.ChallengeId, now);
        stream.Append(decision);
        SessionClosing.DeleteClosed(session, known.Id, decision);
        claims.Move(session, now);
        return new RecoveryAnswer(command.RecoveryId, now, now + Entitlements.CoolingOff);
    }
}
