using Marketplace.Domain;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Wallets;
using Marten;

namespace Marketplace.Application.Views;

/// <summary>What the one page of an account is composed of (S104).</summary>
public sealed record AccountPage(
    Customer Customer, Wallet Wallet, BonusCard? BonusCard, IReadOnlyList<OrderView> OpenOrders, IReadOnlyList<ConsentView> Consents)
{
    /// <summary>The orders that something is owed for in instalments, the newest first (S72).</summary>
    public IReadOnlyList<OrderView> Instalments { get; init; } = [];

    /// <summary>How many open orders it shows.</summary>
    public const int MostOpenOrders = 20;

    /// <summary>The page as it was (U1): the same, each part folded from what had been recorded by then.</summary>
    public static async Task<AccountPage?> AsOfAsync(IQuerySession session, Guid id, DateTimeOffset at, CancellationToken cancellation)
    {
        if (await session.StateAsync<Customer>(id, at, cancellation) is not { } customer) return null;
        if (await session.StateAsync<Wallet>(AccountIds.WalletId(id), at, cancellation) is not { } wallet) return null;
        var card = await session.StateAsync<BonusCard>(AccountIds.BonusCardId(id), at, cancellation);
        var consents = await session.StateAsync<ConsentsView>(id, at, cancellation);
        var (open, debts) = await OrdersAsOfAsync(session, id, at, cancellation);
        return new AccountPage(customer, wallet, card, open, consents?.Items ?? []) { Instalments = debts };
    }

    // Whatever is otherwise by now may have been open or owed for then; so all are looked at, the newest first, until there are enough.
    private static async Task<(List<OrderView> Open, List<OrderView> Debts)> OrdersAsOfAsync(IQuerySession session, Guid id, DateTimeOffset at, CancellationToken cancellation)
    {
        List<OrderView> open = [], debts = [];
        await foreach (var order in session.OrdersAtAsync(id, at, cancellation))
        {
            if (order.Open && open.Count < MostOpenOrders) open.Add(order);
            if (order.Owes && debts.Count < MostOpenOrders) debts.Add(order);
            if (open.Count == MostOpenOrders && debts.Count == MostOpenOrders) break;
        }

        return (open, debts);
    }
}
