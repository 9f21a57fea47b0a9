using Marketplace.Domain.Values;

namespace Marketplace.Domain.Orders;

/// <summary>Decides, once and for ever, which tender pays how much of each line (I4, I5).</summary>
public static class Tenders
{
    /// <summary>How many points the goods can carry: a point pays a whole rouble of one unit, and P5 caps the share.</summary>
    public static long MostPoints(Order order, OrderPolicy policy) => MostPoints([.. order.Lines.Select(l => (l.RemainingAmount, l.Remaining))], policy);

    /// <summary>The same of goods that are not ordered yet, so that a preview promises what a payment takes.</summary>
    public static long MostPoints(Quote quote, OrderPolicy policy) => MostPoints([.. quote.Lines.Select(l => (new Money(l.Amount), l.Quantity))], policy);

    private static long MostPoints(IReadOnlyList<(Money Amount, int Units)> goods, OrderPolicy policy)
    {
        var capped = (long)((Int128)Money.Sum(goods.Select(g => g.Amount)).Kopecks * policy.MaxPointsBasisPoints / 10_000 / 100);
        return Math.Min(capped, goods.Sum(g => WholeRoubles(g.Amount, g.Units)));
    }

    /// <summary>
    /// Splits the payment over what remains of the lines and the delivery fee: points over the goods, the wallet over what
    /// the points left, the card or the instalments over the rest. Rows add up to the lines and columns to the tenders, exactly.
    /// </summary>
    public static IReadOnlyList<TenderShare> Split(Order order, Money wallet, long points, bool onInstalments = false)
    {
        var lines = order.AllLines.Where(l => l.RemainingAmount.IsPositive).ToList();
        var pointShares = Allocation.ByLargestRemainder(points, [.. lines.Select(l => l.LineId == Guid.Empty ? 0 : WholeRoubles(l.RemainingAmount, l.Remaining))]);
        var dues = lines.Select((l, i) => l.RemainingAmount.Kopecks - pointShares[i] * 100).ToList();
        var walletShares = Allocation.ByLargestRemainder(wallet.Kopecks, dues);
        return [.. lines.Select((l, i) => Of(l.LineId, walletShares[i], pointShares[i], dues[i] - walletShares[i], onInstalments))];
    }

    /// <summary>What a share pays, in kopecks. A function and no member of the share, which is part of stored events.</summary>
    public static long WorthOf(TenderShare share) => share.Wallet + share.Points * 100 + share.Card + share.Instalments;

    /// <summary>A share whose rest is the card's, or owed in instalments.</summary>
    internal static TenderShare Of(Guid lineId, long wallet, long points, long rest, bool onInstalments) => onInstalments
        ? new TenderShare(lineId, wallet, points, 0) { Instalments = rest }
        : new TenderShare(lineId, wallet, points, rest);

    // By unit, not by line: two units at 1.50 carry two points and not three, or one of them could not come back alone.
    private static long WholeRoubles(Money amount, int units) => units == 0 ? 0 : amount.Kopecks / units / 100 * units;
}
