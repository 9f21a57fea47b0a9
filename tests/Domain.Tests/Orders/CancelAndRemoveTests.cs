using FluentAssertions;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Values;
using Xunit;
using static Marketplace.Domain.Tests.Known;
using static Marketplace.Domain.Tests.Orders.OrderLife;

namespace Marketplace.Domain.Tests.Orders;

public class CancelAndRemoveTests
{
    private static readonly Guid RemovalId = Id("removal");

    [Fact]
    public void S69_cancelling_before_payment_gives_nothing_back() =>
        Placed.When(o => OrderDecisions.Cancel(o, Noon)).Then(new OrderCancelled(OrderId, [], Noon));

    [Fact]
    public void D16_cancelling_gives_every_tender_back_with_the_delivery_fee() =>
        Assembling.When(o => OrderDecisions.Cancel(o, Noon)).Then(new OrderCancelled(
            OrderId,
            [
                new TenderShare(BookLine, 92_40, 23, 184_60),
                new TenderShare(KettleLine, 307_87, 77, 615_13),
                new TenderShare(Guid.Empty, 99_73, 0, 199_27),
            ],
            Noon));

    [Fact]
    public void P11_an_early_cancel_lets_the_authorisation_go_and_refunds_nothing_to_the_card()
    {
        Cancelled.CardRemaining.Should().Be(Money.Zero);
        Cancelled.When(o => OrderDecisions.RecordVoid(o, Id(Attempt), Noon)).Then(new CardPaymentVoided(OrderId, Id(Attempt), Noon));
        Cancelled.When(o => OrderDecisions.RecordCapture(o, Id(Attempt), Roubles(999), Noon)).ThenRefused("payment.amount-mismatch");
    }

    [Fact]
    public void X6_what_remains_keeps_its_price_when_another_line_is_removed()
    {
        var order = Paid.Then(o => OrderDecisions.RemoveUnits(o, RemovalId, KettleLine, 1, Noon));
        var book = order.Lines.Single(l => l.LineId == BookLine);
        (book.RemainingAmount, book.ShareOf(2)).Should().Be((Roubles(300), new TenderShare(BookLine, 92_40, 23, 184_60)));
        order.Total.Should().Be(Roubles(599));
    }

    [Fact]
    public void S70_a_removed_unit_gives_back_its_own_share() =>
        Paid.When(o => OrderDecisions.RemoveUnits(o, RemovalId, BookLine, 1, Noon))
            .Then(new OrderLineRemoved(OrderId, RemovalId, BookLine, 1, 150_00, new TenderShare(BookLine, 46_03, 12, 91_97), Noon));

    [Fact]
    public void S70_a_unit_removed_before_payment_gives_nothing_back() =>
        Placed.When(o => OrderDecisions.RemoveUnits(o, RemovalId, BookLine, 1, Noon))
            .Then(new OrderLineRemoved(OrderId, RemovalId, BookLine, 1, 150_00, new TenderShare(BookLine, 0, 0, 0), Noon));

    [Fact]
    public void S70_what_was_removed_before_the_payment_is_not_paid_and_not_refunded()
    {
        var order = Placed.Then(o => OrderDecisions.RemoveUnits(o, RemovalId, BookLine, 1, Noon)).Then(o => Pay(o, 1_449_00, 0));
        var cancelled = OrderDecisions.Cancel(order, Noon).Events.Single().Should().BeOfType<OrderCancelled>().Subject;
        cancelled.GivenBack.Sum(s => s.Wallet).Should().Be(1_449_00);
    }

    [Fact]
    public void S70_removing_the_last_unit_cancels_the_order()
    {
        var one = Paid.Then(o => OrderDecisions.RemoveUnits(o, RemovalId, BookLine, 2, Noon));
        one.When(o => OrderDecisions.RemoveUnits(o, Id("last"), KettleLine, 1, Noon)).Then(new OrderCancelled(
            OrderId, [new TenderShare(KettleLine, 307_87, 77, 615_13), new TenderShare(Guid.Empty, 99_73, 0, 199_27)], Noon, Id("last")));
    }

    [Fact]
    public void S86_the_same_removal_again_changes_nothing()
    {
        var removed = Paid.Then(o => OrderDecisions.RemoveUnits(o, RemovalId, BookLine, 1, Noon));
        removed.When(o => OrderDecisions.RemoveUnits(o, RemovalId, BookLine, 1, Noon)).ThenNothing();
    }

    [Fact]
    public void S86_the_removal_that_cancelled_the_order_changes_nothing_when_it_comes_again()
    {
        var cancelled = Paid.Then(o => OrderDecisions.RemoveUnits(o, RemovalId, BookLine, 2, Noon))
            .Then(o => OrderDecisions.RemoveUnits(o, Id("last"), KettleLine, 1, Noon));
        cancelled.Status.Should().Be(OrderStatus.Cancelled);
        cancelled.When(o => OrderDecisions.RemoveUnits(o, Id("last"), KettleLine, 1, Noon)).ThenNothing();
        cancelled.When(o => OrderDecisions.RemoveUnits(o, Id("yet another"), KettleLine, 1, Noon)).ThenRefused("order.invalid-transition");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    public void S70_no_more_units_than_there_are_can_be_removed(int quantity) =>
        Paid.When(o => OrderDecisions.RemoveUnits(o, RemovalId, BookLine, quantity, Noon))
            .ThenRefused("order.quantity-exceeds").Facts["remaining"].Should().Be(2);

    [Fact]
    public void S70_a_line_of_another_order_cannot_be_removed_and_neither_can_the_delivery_fee()
    {
        Paid.When(o => OrderDecisions.RemoveUnits(o, RemovalId, Id("foreign"), 1, Noon)).ThenRefused("order.line-unknown");
        Paid.When(o => OrderDecisions.RemoveUnits(o, RemovalId, Guid.Empty, 1, Noon)).ThenRefused("order.line-unknown");
    }
}
