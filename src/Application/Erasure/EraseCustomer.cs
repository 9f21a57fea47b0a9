using JasperFx.Events;
using Marketplace.Application.Customers.Deletion;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Wallets;
using Marten;
using Wolverine;

namespace Marketplace.Application.Erasure;

/// <summary>Begins the erasure of a customer whose deletion is confirmed, or goes on with it (S100). Safe to send at any time, any number of times.</summary>
public sealed record EraseCustomer(Guid CustomerId) : OfCustomer(CustomerId);

/// <summary>Handles <see cref="EraseCustomer"/>.</summary>
public static class EraseCustomerHandler
{
    /// <summary>Looks once more whether anything is in the way. If so the deletion is stopped and the account opened again, else the person is erased.</summary>
    public static async Task<OutgoingMessages> Handle(
        EraseCustomer message,
        [Locked(nameof(EraseCustomer.WalletId))] IEventStream<Wallet> wallet,
        IDocumentSession session,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var stream = await session.Events.FetchForExclusiveWriting<Customer>(message.CustomerId, cancellation);
        if (stream.Aggregate is not { IsLeaving: true, ErasureCompletedAt: null } customer) return [];
        var decision = DeletionDecisions.Erase(customer, await DeletionStandings.OfAsync(session, message.CustomerId, cancellation), now);
        stream.Append(decision);
        if (decision.Events is not [DeletionStopped]) return [new DestroyDataKey(message.CustomerId)];
        if (wallet.Aggregate is { } purse) wallet.Append(WalletDecisions.Reopen(purse, now));
        return [];
    }
}
