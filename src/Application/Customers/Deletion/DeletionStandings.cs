using Marketplace.Application.Views;
using Marketplace.Domain;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Wallets;
using Marten;

namespace Marketplace.Application.Customers.Deletion;

/// <summary>
/// Reads how the house stands towards a customer. What is read here changes only in transactions that hold the wallet's lock
/// or end something: read below that lock, «nothing is in the way» stays true until the lock is given back.
/// </summary>
public static class DeletionStandings
{
    /// <summary>The standing as the caller's transaction sees it.</summary>
    public static async Task<DeletionStanding> OfAsync(IQuerySession session, Guid customerId, CancellationToken cancellation)
    {
        var orders = await session.Query<OrderView>().Where(o => o.CustomerId == customerId).ToListAsync(cancellation);
        var returns = await session.Query<ReturnView>().Where(r => r.CustomerId == customerId).ToListAsync(cancellation);
        var wallet = await session.LoadAsync<Wallet>(AccountIds.WalletId(customerId), cancellation);
        var card = await session.LoadAsync<BonusCard>(AccountIds.BonusCardId(customerId), cancellation);
        return new DeletionStanding
        {
            OpenOrders = orders.Any(o => o.Open),
            OpenReturns = returns.Any(r => r.Status is ReturnStatus.Requested or ReturnStatus.Approved),
            CardPayments = orders.Any(IsCardUnderWay) || returns.Any(r => r.ToCard > 0 && !r.CardRefunded),
            BonusCard = card is { Status: not BonusCardStatus.Closed },
            Instalments = orders.Any(o => o.Instalments is { Outstanding: > 0 }),
            WalletNotEmpty = wallet is { Balance.IsPositive: true },
            Holds = wallet is { Holds.IsEmpty: false },
            Withdrawal = wallet is { Withdrawal: not null },
            TopUps = wallet is { TopUps.IsEmpty: false },
            WalletDebt = wallet is { Owed.IsPositive: true },
        };
    }

    // An order in an end state whose card was authorised, and neither charged nor let go yet.
    private static bool IsCardUnderWay(OrderView order) => order is { Open: false, Payment.Status: "authorised" };
}
