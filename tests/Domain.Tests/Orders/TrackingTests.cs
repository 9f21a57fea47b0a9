using FluentAssertions;
using Marketplace.Domain.Orders;
using Xunit;
using static Marketplace.Domain.Tests.Known;
using static Marketplace.Domain.Tests.Orders.OrderLife;

namespace Marketplace.Domain.Tests.Orders;

public class TrackingTests
{
    [Theory]
    [InlineData(ShipmentStatus.InTransit)]
    [InlineData(ShipmentStatus.AtSortingCentre)]
    [InlineData(ShipmentStatus.OutForDelivery)]
    [InlineData(ShipmentStatus.DeliveryAttempted)]
    [InlineData(ShipmentStatus.Delivered)]
    public void S66_a_report_is_recorded_with_the_carriers_time_and_ours(ShipmentStatus status) =>
        Shipped.When(o => Report(o, "report", status, Noon.AddHours(-3)))
            .Then(new ShipmentStatusRecorded(OrderId, Id("report"), status, Noon.AddHours(-3), Noon));

    [Fact]
    public void S66_an_arrival_at_the_pick_up_point_moves_a_shipped_order_and_no_other()
    {
        var recorded = new ShipmentStatusRecorded(OrderId, Id("report"), ShipmentStatus.ArrivedAtPickupPoint, Noon, Noon);
        Shipped.When(o => Report(o, "report", ShipmentStatus.ArrivedAtPickupPoint)).Then(recorded, new OrderArrived(OrderId, Noon));
        foreach (var other in new[] { Assembling, ReadyForPickup, Delivered, PartlyReturned, Returned })
        {
            other.When(o => Report(o, "report", ShipmentStatus.ArrivedAtPickupPoint)).Then(recorded);
        }
    }

    [Fact]
    public void S66_the_same_report_again_changes_nothing_whatever_it_says_now() =>
        Shipped.Then(o => Report(o, "report", ShipmentStatus.InTransit))
            .When(o => Report(o, "report", ShipmentStatus.Delivered)).ThenNothing();

    [Fact]
    public void S66_a_carrier_whose_clock_is_five_minutes_ahead_is_believed_and_no_more()
    {
        Shipped.When(o => Report(o, "report", ShipmentStatus.InTransit, Noon.AddMinutes(5))).Decision.Events.Should().ContainSingle();
        Shipped.When(o => Report(o, "report", ShipmentStatus.InTransit, Noon.AddMinutes(5) + OneSecond)).ThenRefused("order.report-too-early");
    }

    [Fact]
    public void S66_a_delivery_that_the_carrier_tells_before_the_warehouse_has_handed_over_is_not_lost()
    {
        var told = Assembling.Then(o => Report(o, "report", ShipmentStatus.Delivered));
        TrackingDecisions.IsDelivered(told).Should().BeFalse("the warehouse still has it, by its own word");
        var shipped = told.Then(o => OrderDecisions.Ship(o, Noon));
        TrackingDecisions.IsDelivered(shipped).Should().BeTrue();
        TrackingDecisions.IsDelivered(shipped.Then(o => OrderDecisions.Deliver(o, 0, Policy, Noon))).Should().BeFalse("it is done");
    }

    private static Decision<OrderEvent> Report(Order order, string id, ShipmentStatus status, DateTimeOffset? at = null) =>
        TrackingDecisions.Report(order, Id(id), status, at ?? Noon, Noon);
}
