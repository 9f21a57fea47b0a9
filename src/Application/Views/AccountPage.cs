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
    public static async Task<AccountPage?> AsOfAsync(IQuerySession session, Guid id, DateTimeOffset at, CancellationToken cancellation) => Of(
        await session.StateAsync<Customer>(id, at, cancellation),
        await session.StateAsync<Wallet>(AccountIds.WalletId(id), at, cancellation),
        await session.StateAsync<BonusCard>(AccountIds.BonusCardId(id), at, cancellation),
        await session.OrdersAtAsync(id, o => o.Open, MostOpenOrders, at, cancellation),
        await session.OrdersAtAsync(id, o => o.Instalments is { Outstanding: > 0 }, MostOpenOrders, at, cancellation),
        await session.StateAsync<ConsentsView>(id, at, cancellation));

    private static AccountPage? Of(Customer? customer, Wallet? wallet, BonusCard? card, IReadOnlyList<OrderView> orders, IReadOnlyList<OrderView> debts, ConsentsView? consents) =>
        customer is null || wallet is null ? null : new AccountPage(customer, wallet, card, orders, consents?.Items ?? []) { Instalments = debts };
}
