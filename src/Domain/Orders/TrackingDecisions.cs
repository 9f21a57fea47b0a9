namespace Marketplace.Domain.Orders;

/// <summary>
/// What a carrier's reports do to an order (S66). Whatever their order, each is recorded once with its own time; the order itself
/// only ever moves forward.
/// </summary>
public static class TrackingDecisions
{
    /// <summary>How far the carrier's clock may be ahead of ours.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>Records a report, and the arrival that it tells of when the order waits for that.</summary>
    /// <param name="order">The order.</param>
    /// <param name="reportId">The report; the same again changes nothing.</param>
    /// <param name="status">What the carrier says.</param>
    /// <param name="occurredAt">The carrier's time, however long ago.</param>
    /// <param name="now">Our time.</param>
    public static Decision<OrderEvent> Report(Order order, Guid reportId, ShipmentStatus status, DateTimeOffset occurredAt, DateTimeOffset now)
    {
        if (order.Reports.ContainsKey(reportId)) return Decision<OrderEvent>.Nothing;
        if (occurredAt > now + Tolerance) return OrderErrors.ReportTooEarly;
        if (order.Status is OrderStatus.Placed or OrderStatus.Paid or OrderStatus.Cancelled) return OrderErrors.InvalidTransition(order.Status, OrderStep.CarrierReport);
        var recorded = new ShipmentStatusRecorded(order.Id, reportId, status, occurredAt, now);
        return status == ShipmentStatus.ArrivedAtPickupPoint && order.Status == OrderStatus.Shipped
            ? Decision<OrderEvent>.Of(recorded, new OrderArrived(order.Id, now))
            : recorded;
    }

    /// <summary>
    /// Whether the carrier has said that the customer has the goods, and the order does not say so yet. A carrier may be faster than
    /// the warehouse, so this is asked after a report and after the hand-over.
    /// </summary>
    public static bool IsDelivered(Order order) =>
        order.Status is OrderStatus.Shipped or OrderStatus.ReadyForPickup && order.Reports.ContainsValue(ShipmentStatus.Delivered);
}
