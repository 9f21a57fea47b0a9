using JasperFx.Events;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Wallets;

namespace Marketplace.Application.Wallets;

/// <summary>
/// How a command that makes the house owe its customer something, and moves no wallet money itself, takes part in the race
/// against the account's deletion: it locks the wallet, which a deletion locks and closes.
/// </summary>
internal static class ClosedWallet
{
    /// <summary>Refuses when the account is being deleted or is gone.</summary>
    /// <exception cref="RefusedException">It is.</exception>
    public static void RefuseClosed(this IEventStream<Wallet> wallet)
    {
        if (wallet.Aggregate is { Closed: true }) throw new RefusedException(DeletionErrors.Deleted);
    }
}
