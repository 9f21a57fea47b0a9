using Marketplace.Application.Privacy;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marten;
using Wolverine;

namespace Marketplace.Application.Customers.Contacts;

/// <summary>The customer takes a change back (S48).</summary>
public sealed record CancelContactChange(Guid CustomerId, Guid ChangeId);

/// <summary>Whoever holds the old contact takes a change back by the link of a warning; no session is asked for (D11).</summary>
public sealed record CancelContactChangeByLink(Secret Token);

/// <summary>Ends a change whose new contact was not proved in time.</summary>
public sealed record LapseContactChange(Guid CustomerId, Guid ChangeId);

/// <summary>Warns the old contact of a change that waits (D11).</summary>
public sealed record WarnOfContactChange(Guid CustomerId, Guid ChangeId, int Day);

/// <summary>Makes a change take effect that has waited long enough (S47).</summary>
public sealed record CompleteContactChange(Guid CustomerId, Guid ChangeId);

/// <summary>Ends changes by hand and by clock. The decisions compare the time: an early message changes nothing and comes back.</summary>
public static class EndContactChangeHandler
{
    /// <summary>By hand.</summary>
    public static Task Handle(
        CancelContactChange command, IDocumentSession session, Accounts accounts, ContactMoves moves, TimeProvider clock, CancellationToken cancellation) =>
        EndAsync(
            session, accounts, moves, command.CustomerId, command.ChangeId,
            c => ContactDecisions.Cancel(c, command.ChangeId, ContactChangeEnd.CancelledInSession, clock.GetUtcNow()), cancellation);

    /// <summary>By link.</summary>
    public static async Task Handle(
        CancelContactChangeByLink command, IDocumentSession session, Accounts accounts, ContactMoves moves, TimeProvider clock, CancellationToken cancellation)
    {
        var link = await LinkTokens.FindAsync(session, LinkPurpose.ChangeCancellation, command.Token, cancellation)
            ?? throw new RefusedException(ProtectionErrors.LinkUnknown);
        await EndAsync(
            session, accounts, moves, link.CustomerId, link.TargetId,
            c => ContactDecisions.Cancel(c, link.TargetId, ContactChangeEnd.CancelledByLink, clock.GetUtcNow()), cancellation);
    }

    /// <summary>Not proved.</summary>
    public static async Task<OutgoingMessages> Handle(
        LapseContactChange message, IDocumentSession session, Accounts accounts, ContactMoves moves, TimeProvider clock, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var pending = await EndAsync(session, accounts, moves, message.CustomerId, message.ChangeId, c => ContactDecisions.Lapse(c, message.ChangeId, now), cancellation);
        return message.AgainAt(pending is { EffectiveAt: null } ? pending.ProveBy : null, now);
    }

    /// <summary>A warning; its message follows from the event.</summary>
    public static async Task<OutgoingMessages> Handle(
        WarnOfContactChange message, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        var stream = await session.Events.FetchForExclusiveWriting<Customer>(message.CustomerId, cancellation);
        if (stream.Aggregate is not { } customer) return [];
        var now = clock.GetUtcNow();
        stream.Append(ContactDecisions.Warn(customer, message.ChangeId, message.Day, now));
        return message.AgainAt(customer.ContactChanges.Find(c => c.ChangeId == message.ChangeId)?.ScheduledAt?.AddDays(message.Day), now);
    }

    /// <summary>The waiting time is over.</summary>
    public static async Task<OutgoingMessages> Handle(
        CompleteContactChange message, IDocumentSession session, Accounts accounts, ContactMoves moves, TimeProvider clock, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var change = await LockedChange.OpenAsync(session, accounts, message.CustomerId, message.ChangeId, cancellation);
        if (change.Pending is not { EffectiveAt: not null } pending) return [];
        if (!ContactDecisions.IsDue(pending, now)) return message.AgainAt(pending.EffectiveAt, now);
        var decision = ContactDecisions.Complete(change.Customer, message.ChangeId, Guid.CreateVersion7(now), now);
        change.Stream.Append(decision);
        await moves.MoveAsync(session, change.Customer, pending, decision, now, cancellation);
        return [];
    }

    /// <returns>The change as it was, or null when it had ended before.</returns>
    private static async Task<PendingContactChange?> EndAsync(
        IDocumentSession session,
        Accounts accounts,
        ContactMoves moves,
        Guid customerId,
        Guid changeId,
        Func<Customer, Decision<CustomerEvent>> decide,
        CancellationToken cancellation)
    {
        var change = await LockedChange.OpenAsync(session, accounts, customerId, changeId, cancellation);
        if (change.Stream.Append(decide(change.Customer)) && change.Pending is { } pending) await moves.ReleaseAsync(session, customerId, pending, cancellation);
        return change.Pending;
    }
}
