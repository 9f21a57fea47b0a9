namespace Marketplace.Domain.Orders;

/// <summary>What becomes of an order that nobody pays: it must not keep goods from others for ever (S74).</summary>
public static class UnpaidDecisions
{
    /// <summary>Cancels it when its time is over. One that is paid, or whose card is being asked about, stays.</summary>
    public static Decision<OrderEvent> Lapse(Order order, OrderPolicy policy, DateTimeOffset now) =>
        IsOpen(order) && order.Pending is null && now >= LapsesAt(order, policy)
            ? OrderDecisions.Cancelled(order, null, now)
            : Decision<OrderEvent>.Nothing;

    /// <summary>Until when it can be paid.</summary>
    public static DateTimeOffset LapsesAt(Order order, OrderPolicy policy) => order.PlacedAt + policy.PayWithinOf(order.Guest);

    /// <summary>Whether it still waits for money.</summary>
    public static bool IsOpen(Order order) => order.Status == OrderStatus.Placed;
}
