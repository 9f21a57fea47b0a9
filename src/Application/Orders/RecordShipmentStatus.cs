using JasperFx.Events;
using Marketplace.Domain.Orders;
using Wolverine;

namespace Marketplace.Application.Orders;

/// <summary>Notes what a carrier tells of an order's parcel, however late and however often (S66).</summary>
public sealed record RecordShipmentStatus(Guid OrderId, Guid ReportId, ShipmentStatus Status, DateTimeOffset OccurredAt);

/// <summary>Handles <see cref="RecordShipmentStatus"/>.</summary>
public static class RecordShipmentStatusHandler
{
    /// <summary>Notes it; when it is the delivery, the order is delivered by a command of its own, which moves points too.</summary>
    public static OutgoingMessages Handle(
        RecordShipmentStatus command, [Loaded(nameof(RecordShipmentStatus.OrderId))] IEventStream<Order> order, TimeProvider clock)
    {
        var state = order.Existing(OrderErrors.Unknown);
        var decision = TrackingDecisions.Report(state, command.ReportId, command.Status, command.OccurredAt, clock.GetUtcNow());
        order.Append(decision);
        return Following(decision.Events.Aggregate(state, (folded, happened) => Order.Evolve(folded, happened)!));
    }

    /// <summary>The delivery that a carrier has told of and the order does not know yet.</summary>
    internal static OutgoingMessages Following(Order order) => TrackingDecisions.IsDelivered(order) ? [new DeliverReported(order.Id)] : [];
}
