using JasperFx.Events;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Wallets;
using Marten;
using Wolverine;

namespace Marketplace.Application.Erasure;

/// <summary>
/// Erases a customer whom the journal knows as erased and the store does not: a backup of the events was restored. Money that
/// the restored history still shows stays where it is; what became of it the providers know.
/// </summary>
public sealed record EraseAgain(Guid CustomerId) : OfCustomer(CustomerId);

/// <summary>Handles <see cref="EraseAgain"/>.</summary>
public static class EraseAgainHandler
{
    /// <summary>Closes the wallet and erases the person. Nothing may stand in the way of it: it had been done.</summary>
    public static async Task<OutgoingMessages> Handle(
        EraseAgain message,
        [Locked(nameof(EraseAgain.WalletId))] IEventStream<Wallet> wallet,
        IDocumentSession session,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var stream = await session.Events.FetchForExclusiveWriting<Customer>(message.CustomerId, cancellation);
        if (stream.Aggregate is not { } customer || DeletionDecisions.EraseAgain(customer, now) is not { Events.Count: > 0 } decision) return [];
        stream.Append(decision);
        if (wallet.Aggregate is { } purse) wallet.Append(WalletDecisions.Close(purse, now));
        return [new DestroyDataKey(message.CustomerId)];
    }
}
