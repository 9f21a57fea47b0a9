using Marketplace.Domain.Orders;

namespace Marketplace.Domain.Wallets;

/// <summary>
/// How much of a credit for an order gives back what the wallet itself had paid. The rest of it was paid by card and is new money
/// in the wallet (D15); the credit alone does not tell the two apart, the order's event does.
/// </summary>
public static class GivenBackToWallet
{
    /// <summary>The credit's entry and the wallet's own part of it, in kopecks, of which a credit may have two; null for an event that gives nothing back.</summary>
    public static (Guid EntryId, long Amount)? Of(OrderEvent happened) => happened switch
    {
        OrderCancelled e => (e.OrderId, e.GivenBack.Sum(s => s.Wallet)),
        OrderLineRemoved e => (e.RemovalId, e.GivenBack.Wallet),
        ReturnRefunded e => (e.ReturnId, e.GivenBack.Sum(s => s.Wallet)),
        // The parts of instalments that were paid from the wallet.
        InstalmentsRefunded e => (e.CauseId, e.ToWallet),
        _ => null,
    };
}
