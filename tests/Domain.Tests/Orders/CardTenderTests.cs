using FluentAssertions;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Values;
using Xunit;
using static Marketplace.Domain.Tests.Known;
using static Marketplace.Domain.Tests.Orders.OrderLife;

namespace Marketplace.Domain.Tests.Orders;

public class CardTenderTests
{
    [Fact]
    public void P11_the_card_is_charged_at_dispatch_for_what_is_still_due()
    {
        Assembling.When(o => OrderDecisions.Ship(o, Noon)).Then(new OrderShipped(OrderId, 999_00, Noon));
        var smaller = Paid.Then(o => OrderDecisions.RemoveUnits(o, Id("removal"), KettleLine, 1, Noon))
            .Then(o => OrderDecisions.StartAssembly(o, Noon));
        smaller.When(o => OrderDecisions.Ship(o, Noon)).Then(new OrderShipped(OrderId, 999_00 - 615_13, Noon));
    }

    [Fact]
    public void P11_what_was_due_is_captured() =>
        Shipped.When(o => OrderDecisions.RecordCapture(o, Id(Attempt), Roubles(999), Noon))
            .Then(new CardPaymentCaptured(OrderId, Id(Attempt), 999_00, Noon));

    [Theory]
    [InlineData(998_99)]
    [InlineData(999_01)]
    [InlineData(0)]
    public void P11_a_capture_of_another_amount_is_refused_also_when_the_right_one_is_known(long kopecks)
    {
        foreach (var order in new[] { Shipped, Delivered })
            order.When(o => OrderDecisions.RecordCapture(o, Id(Attempt), new Money(kopecks), Noon)).ThenRefused("payment.amount-mismatch");
    }

    [Fact]
    public void P11_nothing_is_captured_before_dispatch() =>
        Paid.When(o => OrderDecisions.RecordCapture(o, Id(Attempt), Roubles(999), Noon)).ThenRefused("payment.amount-mismatch");

    [Fact]
    public void X2_a_second_word_of_the_same_capture_changes_nothing()
    {
        Delivered.When(o => OrderDecisions.RecordCapture(o, Id(Attempt), Roubles(999), Noon)).ThenNothing();
        Delivered.When(o => OrderDecisions.RecordVoid(o, Id(Attempt), Noon)).ThenNothing();
    }

    [Fact]
    public void X5_money_of_another_attempt_is_none_that_was_asked_for()
    {
        Shipped.When(o => OrderDecisions.RecordCapture(o, Id("another"), Roubles(999), Noon)).ThenRefused("payment.unknown");
        Placed.When(o => OrderDecisions.RecordCapture(o, Id(Attempt), Roubles(999), Noon)).ThenRefused("payment.unknown");
        var voided = Cancelled.Then(o => OrderDecisions.RecordVoid(o, Id(Attempt), Noon));
        voided.When(o => OrderDecisions.RecordCapture(o, Id(Attempt), Roubles(999), Noon)).ThenRefused("payment.unknown");
    }

    [Fact]
    public void X5_another_attempt_that_is_let_go_is_no_news()
    {
        Cancelled.When(o => OrderDecisions.RecordVoid(o, Id("another"), Noon)).ThenNothing();
        Placed.When(o => OrderDecisions.RecordVoid(o, Id(Attempt), Noon)).ThenNothing();
    }

    [Theory]
    [InlineData(nameof(Paid))]
    [InlineData(nameof(Shipped))]
    public void P11_an_authorisation_that_is_still_due_cannot_be_let_go(string status)
    {
        var order = status == nameof(Paid) ? Paid : Shipped;
        order.When(o => OrderDecisions.RecordVoid(o, Id(Attempt), Noon)).ThenRefused("order.invalid-transition");
    }

    [Fact]
    public void P11_the_authorisation_of_a_cancelled_order_is_let_go_once()
    {
        var voided = Cancelled.Then(o => OrderDecisions.RecordVoid(o, Id(Attempt), Noon));
        voided.When(o => OrderDecisions.RecordVoid(o, Id(Attempt), Noon)).ThenNothing();
        voided.Card!.Voided.Should().BeTrue();
    }

    [Fact]
    public void P11_an_order_without_a_card_part_asks_the_acquirer_for_nothing()
    {
        var order = Placed.Then(o => Pay(o, 1_599_00, 0)).Then(o => OrderDecisions.StartAssembly(o, Noon));
        order.Card.Should().BeNull();
        order.When(o => OrderDecisions.Ship(o, Noon)).Then(new OrderShipped(OrderId, 0, Noon));
        order.When(o => OrderDecisions.RecordCapture(o, Id(Attempt), Money.Zero, Noon)).ThenRefused("payment.unknown");
    }
}
