using Marketplace.Domain.Orders;
using Marketplace.Domain.Wallets;

namespace Marketplace.Domain.Ledger;

/// <summary>
/// What must hold of the ledger as a whole between two transactions (I1, I4, I9). In the middle of one the streams that it
/// moves do not agree yet.
/// </summary>
internal static class TransactionInvariants
{
    internal static IEnumerable<Violation> Check(
        IReadOnlyDictionary<string, long> balances, IEnumerable<Wallet> wallets, IReadOnlyDictionary<Guid, Order?> orders)
    {
        var whole = balances.Values.Sum();
        if (whole != 0) yield return new Violation("I1", Guid.Empty, 0, $"the ledger sums to {whole} kopecks");
        foreach (var violation in orders.Values.OfType<Order>().SelectMany(o => OfOrder(balances, o))) yield return violation;
        foreach (var violation in OfDebts(balances, orders.Values.OfType<Order>())) yield return violation;
        foreach (var violation in wallets.SelectMany(w => OfHolds(w, orders))) yield return violation;
    }

    private static IEnumerable<Violation> OfOrder(IReadOnlyDictionary<string, long> balances, Order order)
    {
        var lost = balances.GetValueOrDefault(Accounts.Clearing(order.Id)) - (order.Pending?.Points ?? 0) * 100;
        if (lost != 0) yield return new Violation("I4", order.Id, 0, $"{lost} kopecks are neither with the order nor with its tenders");
        var due = balances.GetValueOrDefault(Accounts.CardDue(order.Id));
        if (order.Card is { Captured: true } or { Voided: true } && due != 0)
        {
            yield return new Violation("I4", order.Id, 0, $"the card part that ended differs from the card part due by {due} kopecks");
        }
    }

    private static IEnumerable<Violation> OfDebts(IReadOnlyDictionary<string, long> balances, IEnumerable<Order> orders)
    {
        foreach (var ofCustomer in orders.Where(o => o.Plan is not null).GroupBy(o => o.CustomerId))
        {
            var off = ofCustomer.Sum(o => o.Plan!.Outstanding.Kopecks) + balances.GetValueOrDefault(Accounts.Instalments(ofCustomer.Key));
            if (off != 0) yield return new Violation("I4", ofCustomer.Key, 0, $"the instalments of a customer differ from their postings by {off} kopecks");
        }
    }

    private static IEnumerable<Violation> OfHolds(Wallet wallet, IReadOnlyDictionary<Guid, Order?> orders)
    {
        if (wallet.Owed.IsPositive && wallet.Available.IsPositive)
        {
            yield return new Violation("I2", wallet.Id, 0, "money can be spent while the wallet owes some");
        }

        foreach (var hold in wallet.Holds.Where(h => !IsWaitedFor(h, wallet, orders)))
        {
            yield return new Violation("I9", wallet.Id, 0, $"{hold.Amount.Kopecks} kopecks are held for something that has ended");
        }

        if (wallet.Withdrawal is { } open && !wallet.Holds.Exists(h => h.HoldId == open.WithdrawalId && h.Amount == open.Amount))
        {
            yield return new Violation("I9", wallet.Id, 0, "an open withdrawal has no hold of its amount");
        }
    }

    private static bool IsWaitedFor(Hold hold, Wallet wallet, IReadOnlyDictionary<Guid, Order?> orders) => hold.Purpose switch
    {
        HoldPurpose.Withdrawal => wallet.Withdrawal?.WithdrawalId == hold.HoldId,
        _ => orders.GetValueOrDefault(hold.PurposeId)?.Pending is { } pending && pending.AttemptId == hold.HoldId && pending.Wallet == hold.Amount,
    };
}
