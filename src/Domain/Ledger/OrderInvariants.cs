using Marketplace.Domain.Orders;

namespace Marketplace.Domain.Ledger;

/// <summary>What must hold of one order after each of its events (I4–I7).</summary>
public static class OrderInvariants
{
    /// <summary>What does not hold: the invariant and one sentence.</summary>
    public static IEnumerable<(string Invariant, string Finding)> Check(Order? before, OrderEvent happened, Order? after) =>
        after is null
            ? [("I3", "an order begins with something else than being placed")]
            : OfEvent(before, happened).Concat(OfUnits(before, happened)).Concat(OfState(after));

    private static IEnumerable<(string Invariant, string Finding)> OfEvent(Order? before, OrderEvent happened)
    {
        switch (happened)
        {
            case OrderPlaced e when e.Lines.Sum(l => l.Amount) + e.DeliveryFee != e.Total:
                yield return ("I5", "the lines and the delivery fee do not add up to the total");
                break;
            case OrderPlaced e when e.Lines.Any(l => l.Amount < 0 || l.Amount != l.UnitPrice * l.Quantity - l.Reductions.Sum(r => r.Amount)):
                yield return ("I5", "a line does not cost its units less its reductions");
                break;
            case OrderPlaced e when !ReductionsOf(e).SetEquals(e.Discounts.Select(d => (d.Kind, d.Source, d.Amount))):
                yield return ("I5", "the reductions of the lines do not add up to the promotions");
                break;
            case OrderPaymentRequested e when e.WalletAmount + e.Points * 100 + e.CardAmount != before?.Total.Kopecks:
                yield return ("I4", "the tenders do not add up to the total");
                break;
            case OrderPaid e:
                if (e.WalletAmount + e.Points * 100 + e.CardAmount + e.InstalmentAmount != before?.Total.Kopecks) yield return ("I4", "the tenders do not add up to the total");
                if (e.Shares.Sum(s => s.Wallet) != e.WalletAmount || e.Shares.Sum(s => s.Points) != e.Points || e.Shares.Sum(s => s.Card) != e.CardAmount
                    || e.Shares.Sum(s => s.Instalments) != e.InstalmentAmount)
                {
                    yield return ("I5", "the shares of the lines do not add up to the tenders");
                }

                if (before is not null && e.Shares.Any(s => !CoversLine(before, s))) yield return ("I5", "a line is paid with more or less than it costs");
                break;
            case InstalmentPlanOpened e when e.Parts.Sum(p => p.Amount) != e.Amount || e.Parts.Any(p => p.Amount < 1):
                yield return ("I4", "the parts of the instalments do not add up to what is owed");
                break;
            case InstalmentPaid e when e.Amount < 1 || e.Amount > before?.Plan?.Outstanding.Kopecks:
                yield return ("I4", "more is paid than is owed");
                break;
            case InstalmentsRefunded e when e.DebtLowered < 0 || e.ToWallet < 0 || e.DebtLowered > before?.Plan?.Outstanding.Kopecks:
                yield return ("I6", "a refund lowers the debt by more than is owed");
                break;
            case ReturnRefunded e when e.GivenBack.Sum(s => s.Wallet + s.Card) != e.ToWallet + e.ToCard:
                yield return ("I6", "a refund goes elsewhere than its tenders");
                break;
            default:
                break;
        }
    }

    private static IEnumerable<(string Invariant, string Finding)> OfUnits(Order? before, OrderEvent happened)
    {
        IEnumerable<CountedUnits> going = happened switch
        {
            OrderLineRemoved e => [new CountedUnits(e.LineId, e.Quantity)],
            ReturnReceived e => e.Counted,
            _ => [],
        };
        if (going.Any(g => g.Quantity < 1 || g.Quantity > Remaining(before, g.LineId))) yield return ("I6", "more units went than there were");
    }

    private static IEnumerable<(string Invariant, string Finding)> OfState(Order order)
    {
        if (order.Earned.TakenBack > order.Earned.Points) yield return ("I7", "more points were taken back than the order earned");
        if (order.Status == OrderStatus.Returned && order.Earned.TakenBack != order.Earned.Points)
        {
            yield return ("I7", "all goods came back, and not all points that they earned");
        }
    }

    private static HashSet<(ReductionKind Kind, string Source, long Amount)> ReductionsOf(OrderPlaced e) =>
        [.. e.Lines.SelectMany(l => l.Reductions).GroupBy(r => (r.Kind, r.Source)).Select(g => (g.Key.Kind, g.Key.Source, g.Sum(r => r.Amount)))];

    private static int Remaining(Order? before, Guid lineId) => before?.Lines.Find(l => l.LineId == lineId)?.Remaining ?? 0;

    private static bool CoversLine(Order before, TenderShare share) =>
        before.AllLines.FirstOrDefault(l => l.LineId == share.LineId) is { } line
        && share is { Wallet: >= 0, Points: >= 0, Card: >= 0, Instalments: >= 0 }
        && share.Wallet + share.Points * 100 + share.Card + share.Instalments == line.RemainingAmount.Kopecks;
}
