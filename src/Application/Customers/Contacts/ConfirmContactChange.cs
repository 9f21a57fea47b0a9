using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;
using Marten;
using Wolverine;

namespace Marketplace.Application.Customers.Contacts;

/// <summary>Enters the code from the new contact, and the one from the phone of now when it came (S46, S47).</summary>
public sealed record ConfirmContactChange(Guid CustomerId, Guid SessionId, Guid ChangeId, Secret NewCode, Secret? OldCode);

/// <summary>The codes that were right.</summary>
/// <param name="New">Of the new contact; null when the change waits already and it was proved before.</param>
/// <param name="Old">Of the phone of now, when it was given.</param>
public sealed record ProvenContacts(ProvenCode? New, ProvenCode? Old);

/// <summary>Handles <see cref="ConfirmContactChange"/>.</summary>
public static class ConfirmContactChangeHandler
{
    /// <summary>Compares the codes, each counted in a transaction of its own, before anything is locked.</summary>
    public static async Task<ProvenContacts> LoadAsync(
        ConfirmContactChange command, IQuerySession session, OneTimeCodes codes, ContactPolicy policy, TimeProvider clock, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var customer = await session.LoadAsync<Customer>(command.CustomerId, cancellation) ?? throw new RefusedException(CustomerErrors.SignInRequired);
        ContactDecisions.Prove(customer, command.ChangeId, command.OldCode is not null, Guid.Empty, command.SessionId, policy, now).ThrowIfRefused();
        var pending = customer.ContactChanges.Find(c => c.ChangeId == command.ChangeId)!;
        var boundTo = command.ChangeId.ToString("D");
        var old = command.OldCode is { } given
            ? await codes.CheckAsync(pending.OldChallengeId, new CodeUse(ChallengePurpose.OldContact, command.CustomerId, boundTo), given, now, cancellation)
            : null;
        var proven = pending.EffectiveAt is null
            ? await codes.CheckAsync(pending.NewChallengeId, new CodeUse(ChallengePurpose.NewContact, command.CustomerId, boundTo), command.NewCode, now, cancellation)
            : null;
        return new ProvenContacts(proven, old);
    }

    /// <summary>Changes the contact, or begins its waiting time.</summary>
    public static async Task Handle(
        ConfirmContactChange command,
        ProvenContacts proven,
        IDocumentSession session,
        IMessageBus bus,
        OneTimeCodes codes,
        Accounts accounts,
        ContactMoves moves,
        ContactPolicy policy,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (proven.New is not null) await codes.ConsumeAsync(session, proven.New, cancellation);
        if (proven.Old is not null) await codes.ConsumeAsync(session, proven.Old, cancellation);
        var change = await LockedChange.OpenAsync(session, accounts, command.CustomerId, command.ChangeId, cancellation);
        var decision = ContactDecisions.Prove(change.Customer, command.ChangeId, proven.Old is not null, Guid.CreateVersion7(now), command.SessionId, policy, now);
        if (!change.Stream.Append(decision)) return;
        if (decision.Events is [ContactChangeScheduled scheduled])
        {
            await moves.KeepAsync(session, command.CustomerId, change.Pending!, now, cancellation);
            await moves.ScheduleAsync(session, bus, scheduled);
        }
        else
        {
            await moves.MoveAsync(session, change.Customer, change.Pending!, decision, now, cancellation);
        }
    }
}
