using JasperFx.Events;
using Marketplace.Application.Erasure;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Wallets;
using Marten;
using Wolverine;

namespace Marketplace.Application.Customers.Deletion;

/// <summary>Enters the code of a deletion (S99).</summary>
public sealed record ConfirmDeletion(Guid CustomerId, Secret Code) : OfCustomer(CustomerId);

/// <summary>Handles <see cref="ConfirmDeletion"/>.</summary>
public static class ConfirmDeletionHandler
{
    /// <summary>Compares the code, counted in a transaction of its own, before anything is locked.</summary>
    public static async Task<ProvenCode?> LoadAsync(
        ConfirmDeletion command, IQuerySession session, OneTimeCodes codes, TimeProvider clock, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var customer = await session.LoadAsync<Customer>(command.CustomerId, cancellation) ?? throw new RefusedException(CustomerErrors.SignInRequired);
        var standing = await DeletionStandings.OfAsync(session, command.CustomerId, cancellation);
        var decision = DeletionDecisions.Confirm(customer, standing, now);
        decision.ThrowIfRefused();
        if (decision.Events.Count == 0 || customer.Deletion is not { } pending) return null;
        var use = new CodeUse(ChallengePurpose.Deletion, command.CustomerId, pending.DeletionId.ToString("D"));
        return await codes.CheckAsync(pending.ChallengeId, use, command.Code, now, cancellation);
    }

    /// <summary>
    /// Closes the account and its wallet and ends every session, all or nothing. Whatever could put something in the way holds
    /// the wallet's lock while it does: it either came before and is seen here, or comes after and finds the wallet closed.
    /// </summary>
    public static async Task<OutgoingMessages> Handle(
        ConfirmDeletion command,
        ProvenCode? proven,
        [Locked(nameof(ConfirmDeletion.WalletId))] IEventStream<Wallet> wallet,
        IDocumentSession session,
        OneTimeCodes codes,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (proven is not null) await codes.ConsumeAsync(session, proven, cancellation);
        // In the order of every sign-in: sessions, account. A sign-in either ends before, and its session with the others, or comes too late.
        await session.LockAsync(LiveSessions.LockOf(command.CustomerId), cancellation);
        var customer = await session.Events.FetchForExclusiveWriting<Customer>(command.CustomerId, cancellation);
        var state = customer.Aggregate ?? throw new RefusedException(CustomerErrors.SignInRequired);
        var standing = await DeletionStandings.OfAsync(session, command.CustomerId, cancellation);
        if (!customer.Append(DeletionDecisions.Confirm(state, standing, now))) return [];
        // The code proves the deletion that it was sent for; another may have been asked for since.
        if (proven?.ChallengeId != state.Deletion?.ChallengeId) throw new RefusedException(ChallengeErrors.Expired);
        wallet.Append(WalletDecisions.Close(wallet.Existing(WalletErrors.Unknown), now));
        session.DeleteWhere<Session>(s => s.CustomerId == command.CustomerId);
        return [new EraseCustomer(command.CustomerId)];
    }
}
