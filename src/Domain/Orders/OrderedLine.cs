namespace Marketplace.Domain.Orders;

/// <summary>One line as it was sold: its price never changes again (S63).</summary>
/// <param name="LineId">The line.</param>
/// <param name="Sku">The product's stock-keeping unit.</param>
/// <param name="Name">The product's name at that time.</param>
/// <param name="Category">The product's category (S61).</param>
/// <param name="Quantity">Units, positive.</param>
/// <param name="UnitPrice">The price of one unit.</param>
/// <param name="PriceKind">Which price that was.</param>
/// <param name="Amount">What all units cost together: quantity × unit price, less the reductions; never below 0.</param>
public sealed record OrderedLine(
    Guid LineId, string Sku, string Name, string Category, int Quantity, long UnitPrice, PriceKind PriceKind, long Amount)
{
    /// <summary>What was taken off, in the order of P7.</summary>
    public IReadOnlyList<LineReduction> Reductions { get; init; } = [];

    /// <summary>For which reasons its units come back (S61).</summary>
    public ReturnRule Returns { get; init; }
}

/// <summary>Which price a line was sold at.</summary>
public enum PriceKind
{
    /// <summary>The price for everybody.</summary>
    List,

    /// <summary>The lower price of signed-in customers (S80).</summary>
    Member,
}

/// <summary>What takes something off a price, in the order in which it does (P7).</summary>
public enum ReductionKind
{
    /// <summary>The bonus card that was active at placement (S55).</summary>
    CardDiscount,

    /// <summary>The discount that registration granted (S81).</summary>
    FirstOrder,

    /// <summary>A promo code (S82).</summary>
    PromoCode,
}

/// <summary>What one promotion took off one line, frozen with it (D16).</summary>
/// <param name="Kind">Why.</param>
/// <param name="Source">The promo code; empty for what needs none.</param>
/// <param name="Amount">Kopecks off all units together, positive.</param>
public sealed record LineReduction(ReductionKind Kind, string Source, long Amount);

/// <summary>A promotion that an order used.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Source">The promo code; empty for what needs none.</param>
/// <param name="SourceId">The stream that counts its uses.</param>
/// <param name="Amount">Kopecks off the whole order, positive: the sum of its lines' reductions of that kind.</param>
public sealed record UsedDiscount(ReductionKind Kind, string Source, Guid SourceId, long Amount);
