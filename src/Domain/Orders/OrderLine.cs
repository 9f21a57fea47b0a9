using Marketplace.Domain.Values;

namespace Marketplace.Domain.Orders;

/// <summary>
/// A line with what its units were paid with. <c>Quantity</c>, <c>Amount</c> and <c>Paid</c> are the frozen basis of every
/// refund; <c>Gone</c> counts the units that were removed or came back since, <c>Ordered</c> those of the placement.
/// </summary>
public sealed record OrderLine(Guid LineId, string Sku, string Category, int Quantity, Money Amount, TenderShare Paid, int Gone, int Ordered)
{
    /// <summary>For which reasons its units come back (S61).</summary>
    public ReturnRule Returns { get; init; }

    /// <summary>What its money earns points at, compared with the other lines; known once it was delivered.</summary>
    public int Rate { get; init; }

    /// <summary>What wallet, card and instalments paid for the units that remain: what points are earned on (P5).</summary>
    public Money PaidInMoney
    {
        get
        {
            var share = ShareOf(Remaining);
            return new Money(share.Wallet + share.Card + share.Instalments);
        }
    }

    /// <summary>Units that the customer still has or awaits.</summary>
    public int Remaining => Quantity - Gone;

    /// <summary>What the remaining units cost.</summary>
    public Money RemainingAmount => Amount - new Money(Allocation.OfUnits(Amount.Kopecks, Quantity, 0, Gone));

    /// <summary>What the next so many units to go cost.</summary>
    public Money AmountOf(int units) => new(Allocation.OfUnits(Amount.Kopecks, Quantity, Gone, units));

    /// <summary>What the next so many units to go were paid with: their price to the kopeck, whatever the order and size of the steps (I4).</summary>
    public TenderShare ShareOf(int units)
    {
        var (from, to) = (PaidUpTo(Gone), PaidUpTo(Gone + units));
        return new TenderShare(LineId, to.Wallet - from.Wallet, to.Points - from.Points, to.Card - from.Card)
        {
            Instalments = to.Instalments - from.Instalments,
        };
    }

    // Points first, because they are whole; then the wallet in proportion to the money that the points left, and the card or the
    // instalments the rest: an order never has both. Each tender rounded by itself would let a unit come back for more or less than it costs.
    private TenderShare PaidUpTo(int units)
    {
        var points = Allocation.OfUnits(Paid.Points, Quantity, 0, units);
        var money = Allocation.OfUnits(Tenders.WorthOf(Paid), Quantity, 0, units) - points * 100;
        var allMoney = Paid.Wallet + Paid.Card + Paid.Instalments;
        var wallet = allMoney == 0 ? 0 : (long)((2 * (Int128)Paid.Wallet * money + allMoney) / (2 * (Int128)allMoney));
        return Tenders.Of(LineId, wallet, points, money - wallet, onInstalments: Paid.Instalments > 0);
    }
}
