using Marketplace.Domain.Orders;

namespace Marketplace.Domain.Ledger;

/// <summary>What must hold of one order after each of its events (I4–I7).</summary>
public static class OrderInvariants
{
    /// <summary>What does not hold.</summary>
    public static IEnumerable<Violation> Check(Order? before, OrderEvent happened, Order? after, long version)
    {
        if (after is null)
        {
            yield return new Violation("I3", Guid.Empty, version, "an order begins with something else than being placed");
            yield break;
        }

        foreach (var (invariant, finding) in OfEvent(before, happened).Concat(OfState(after)))
        {
            yield return new Violation(invariant, after.Id, version, finding);
        }
    }

    private static IEnumerable<(string Invariant, string Finding)> OfEvent(Order? before, OrderEvent happened)
    {
        switch (happened)
        {
            case OrderPlaced e when e.Lines.Sum(l => l.Amount) + e.DeliveryFee != e.Total:
                yield return ("I5", "the lines and the delivery fee do not add up to the total");
                break;
            case OrderPaid e:
                if (e.WalletAmount + e.Points * 100 + e.CardAmount != before?.Total.Kopecks) yield return ("I4", "the tenders do not add up to the total");
                if (e.Shares.Sum(s => s.Wallet) != e.WalletAmount || e.Shares.Sum(s => s.Points) != e.Points || e.Shares.Sum(s => s.Card) != e.CardAmount)
                {
                    yield return ("I5", "the shares of the lines do not add up to the tenders");
                }

                if (before is not null && e.Shares.Any(s => !CoversLine(before, s))) yield return ("I5", "a line is paid with more or less than it costs");
                break;
            case ReturnRefunded e when e.GivenBack.Sum(s => s.Wallet + s.Card) != e.ToWallet + e.ToCard:
                yield return ("I6", "a refund goes elsewhere than its tenders");
                break;
            default:
                break;
        }
    }

    private static IEnumerable<(string Invariant, string Finding)> OfState(Order order)
    {
        if (order.AllLines.Any(l => l.Gone < 0 || l.Gone > l.Quantity)) yield return ("I6", "more units went than there were");
        if (order.Earned.TakenBack > order.Earned.Points) yield return ("I7", "more points were taken back than the order earned");
        if (order.Status == OrderStatus.Returned && order.Earned.TakenBack != order.Earned.Points)
        {
            yield return ("I7", "all goods came back, and not all points that they earned");
        }
    }

    private static bool CoversLine(Order before, TenderShare share) =>
        before.AllLines.FirstOrDefault(l => l.LineId == share.LineId) is { } line
        && share is { Wallet: >= 0, Points: >= 0, Card: >= 0 }
        && share.Wallet + share.Points * 100 + share.Card == line.RemainingAmount.Kopecks;
}
