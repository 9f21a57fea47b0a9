using Marketplace.Domain.Orders;

namespace Marketplace.Domain.Promotions;

/// <summary>The first-order discount of one customer; a stream of its own, because it is used once (X8).</summary>
public sealed record FirstOrderDiscount(Guid Id, Guid CustomerId, int BasisPoints, long AtMost, Guid? UsedBy)
{
    /// <summary>The version of the stream that this state is the fold of.</summary>
    public long Version { get; init; }

    /// <summary>What pricing takes off.</summary>
    public Discount Discount => new(ReductionKind.FirstOrder, "", Id, BasisPoints, 0, AtMost, []);

    /// <summary>The state after one more event; an event that fits nothing changes nothing.</summary>
    public static FirstOrderDiscount? Evolve(FirstOrderDiscount? discount, FirstOrderEvent happened) => (discount, happened) switch
    {
        (null, FirstOrderDiscountGranted e) => new FirstOrderDiscount(e.DiscountId, e.CustomerId, e.BasisPoints, e.AtMost, null),
        (null, _) => null,
        ({ } d, FirstOrderDiscountUsed e) => d with { UsedBy = e.OrderId },
        ({ } d, FirstOrderDiscountRestored e) when d.UsedBy == e.OrderId => d with { UsedBy = null },
        _ => discount,
    };
}
