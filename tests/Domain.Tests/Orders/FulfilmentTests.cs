using FluentAssertions;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Values;
using Xunit;
using static Marketplace.Domain.Tests.Known;
using static Marketplace.Domain.Tests.Orders.OrderLife;

namespace Marketplace.Domain.Tests.Orders;

public class FulfilmentTests
{
    [Fact]
    public void S66_every_step_to_the_customer_has_its_time()
    {
        Paid.When(o => OrderDecisions.StartAssembly(o, Noon)).Then(new OrderAssemblyStarted(OrderId, Noon));
        Assembling.When(o => OrderDecisions.Ship(o, Noon)).Then(new OrderShipped(OrderId, 999_00, Noon));
        Shipped.When(o => OrderDecisions.Arrive(o, Noon)).Then(new OrderArrived(OrderId, Noon));
        ReadyForPickup.When(o => OrderDecisions.Deliver(o, PointsEarned, Policy, Noon))
            .Then(new OrderDelivered(OrderId, PointsEarned, Noon.AddDays(7), Noon));
    }

    [Fact]
    public void S66_a_carrier_may_leave_the_arrival_out() =>
        Shipped.When(o => OrderDecisions.Deliver(o, 0, Policy, Noon)).Then(new OrderDelivered(OrderId, 0, Noon.AddDays(7), Noon));

    [Fact]
    public void P5_points_are_earned_on_goods_paid_in_money_not_on_points_or_delivery() => PaidInMoney(Paid).Should().Be(Roubles(1_300 - 100));

    [Fact]
    public void P4_a_second_report_of_the_delivery_does_not_open_the_window_again()
    {
        Delivered.When(o => OrderDecisions.Deliver(o, PointsEarned, Policy, Noon.AddDays(3))).ThenNothing();
        PartlyReturned.When(o => OrderDecisions.Deliver(o, PointsEarned, Policy, Noon.AddDays(3))).ThenRefused("order.invalid-transition");
    }

    [Fact]
    public void X16_goods_removed_before_dispatch_earn_nothing() =>
        PaidInMoney(Paid.Then(o => OrderDecisions.RemoveUnits(o, Id("removal"), KettleLine, 1, Noon))).Should().Be(new Money(277_00));

    private static Money PaidInMoney(Order order) => Money.Sum(order.Lines.Select(l => l.PaidInMoney));
}
