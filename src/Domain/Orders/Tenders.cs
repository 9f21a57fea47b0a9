using Marketplace.Domain.Values;

namespace Marketplace.Domain.Orders;

/// <summary>Decides, once and for ever, which tender pays how much of each line (I4, I5).</summary>
public static class Tenders
{
    /// <summary>How many points the goods can carry: a point pays a whole rouble of one unit, and P5 caps the share.</summary>
    public static long MostPoints(Order order, OrderPolicy policy)
    {
        var goods = order.Lines.Sum(l => l.RemainingAmount.Kopecks);
        var capped = (long)((Int128)goods * policy.MaxPointsBasisPoints / 10_000 / 100);
        return Math.Min(capped, order.Lines.Sum(WholeRoubles));
    }

    /// <summary>
    /// Splits the payment over what remains of the lines and the delivery fee: points over the goods, the wallet over what
    /// the points left, the card or the instalments over the rest. Rows add up to the lines and columns to the tenders, exactly.
    /// </summary>
    public static IReadOnlyList<TenderShare> Split(Order order, Money wallet, long points, bool onInstalments = false)
    {
        var lines = order.AllLines.Where(l => l.RemainingAmount.IsPositive).ToList();
        var pointShares = Allocation.ByLargestRemainder(points, [.. lines.Select(l => l.LineId == Guid.Empty ? 0 : WholeRoubles(l))]);
        var dues = lines.Select((l, i) => l.RemainingAmount.Kopecks - pointShares[i] * 100).ToList();
        var walletShares = Allocation.ByLargestRemainder(wallet.Kopecks, dues);
        return [.. lines.Select((l, i) => Of(l.LineId, walletShares[i], pointShares[i], dues[i] - walletShares[i], onInstalments))];
    }

    /// <summary>A share whose rest is the card's, or owed in instalments.</summary>
    internal static TenderShare Of(Guid lineId, long wallet, long points, long rest, bool onInstalments) => onInstalments
        ? new TenderShare(lineId, wallet, points, 0) { Instalments = rest }
        : new TenderShare(lineId, wallet, points, rest);

    // By unit, not by line: two units at 1.50 carry two points and not three, or one of them could not come back alone.
    private static long WholeRoubles(OrderLine line) =>
        line.Remaining == 0 ? 0 : line.RemainingAmount.Kopecks / line.Remaining / 100 * line.Remaining;
}
