using FluentAssertions;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Values;
using Xunit;
using static Marketplace.Domain.Tests.Known;
using static Marketplace.Domain.Tests.Orders.OrderLife;

namespace Marketplace.Domain.Tests.Orders;

public class ReturnTests
{
    private static readonly Guid ReturnId = Id("return");

    private static Order Requested => Delivered.Then(o => Announce(o, "return", (BookLine, 2)));

    private static Order Approved => Requested.Then(o => ReturnDecisions.Approve(o, ReturnId, Noon));

    [Fact]
    public void S71_delivered_units_can_be_announced_for_return() =>
        Delivered.When(o => Announce(o, "return", (BookLine, 2))).Then(new ReturnRequested(
            OrderId, ReturnId, CustomerId, [new ReturnedUnits(BookLine, 2, ReturnReason.ChangedMind)], RefundDestination.Wallet, Noon));

    [Fact]
    public void P4_the_window_of_returns_is_open_one_second_before_seven_days_have_passed_and_closed_then()
    {
        var closes = Noon.AddDays(7);
        Delivered.ReturnableUntil.Should().Be(closes);
        Delivered.When(o => AnnounceAt(o, closes - OneSecond)).Decision.Events.Should().ContainSingle();
        Delivered.When(o => AnnounceAt(o, closes)).ThenRefused("order.return-window-closed");
        Delivered.When(o => AnnounceAt(o, closes + OneSecond)).ThenRefused("order.return-window-closed");
    }

    [Fact]
    public void P4_what_was_announced_in_time_is_refunded_afterwards() =>
        ReturnDecisions.Receive(Approved, ReturnId, [new CountedUnits(BookLine, 2)], Noon.AddDays(30)).Events.Should().HaveCount(2);

    [Fact]
    public void X16_units_that_are_announced_already_cannot_be_announced_again()
    {
        var one = Delivered.Then(o => Announce(o, "first", (BookLine, 1)));
        one.When(o => Announce(o, "second", (BookLine, 2))).ThenRefused("order.quantity-exceeds").Facts["remaining"].Should().Be(1);
        one.When(o => Announce(o, "second", (BookLine, 1))).Decision.Events.Should().ContainSingle();
    }

    [Fact]
    public void X16_units_of_a_rejected_return_can_be_announced_again() =>
        Requested.Then(o => ReturnDecisions.Reject(o, ReturnId, "worn", Noon))
            .When(o => Announce(o, "second", (BookLine, 2))).Decision.Events.Should().ContainSingle();

    [Fact]
    public void X17_units_that_were_announced_and_did_not_come_can_be_announced_again() =>
        Approved.Then(o => Count(o, "return", (BookLine, 1)))
            .When(o => Announce(o, "second", (BookLine, 1))).Decision.Events.Should().ContainSingle();

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(3)]
    public void S71_no_more_units_come_back_than_were_delivered(int quantity) =>
        Delivered.When(o => Announce(o, "return", (BookLine, quantity))).ThenRefused("order.quantity-exceeds");

    [Fact]
    public void S71_a_return_names_lines_of_the_order_each_once()
    {
        Delivered.When(o => Announce(o, "return")).ThenRefused("order.lines-invalid");
        Delivered.When(o => Announce(o, "return", (BookLine, 1), (BookLine, 1))).ThenRefused("order.lines-invalid");
        Delivered.When(o => Announce(o, "return", (Id("foreign"), 1))).ThenRefused("order.line-unknown");
        Delivered.When(o => Announce(o, "return", (Guid.Empty, 1))).ThenRefused("order.line-unknown");
    }

    [Fact]
    public void X2_the_same_return_again_changes_nothing() => Requested.When(o => Announce(o, "return", (BookLine, 2))).ThenNothing();

    [Fact]
    public void S71_the_warehouse_approves_or_rejects()
    {
        Requested.When(o => ReturnDecisions.Approve(o, ReturnId, Noon)).Then(new ReturnApproved(OrderId, ReturnId, Noon));
        Requested.When(o => ReturnDecisions.Reject(o, ReturnId, "worn", Noon)).Then(new ReturnRejected(OrderId, ReturnId, "worn", Noon));
        Approved.When(o => ReturnDecisions.Reject(o, ReturnId, "empty box", Noon)).Then(new ReturnRejected(OrderId, ReturnId, "empty box", Noon));
    }

    /// <summary>Every status of a return × every step: an event, nothing, or a refusal by its code.</summary>
    [Theory]
    [InlineData("none", "order.return-unknown", "order.return-unknown", "order.return-unknown")]
    [InlineData("Requested", "ReturnApproved", "ReturnRejected", "order.return-invalid-transition")]
    [InlineData("Approved", "nothing", "ReturnRejected", "ReturnReceived, ReturnRefunded")]
    [InlineData("Rejected", "order.return-invalid-transition", "nothing", "order.return-invalid-transition")]
    [InlineData("Refunded", "order.return-invalid-transition", "order.return-invalid-transition", "nothing")]
    public void S71_every_step_of_a_return_in_every_status_has_one_outcome(string status, string approval, string rejection, string receipt)
    {
        var order = status switch
        {
            "Requested" => Requested,
            "Approved" => Approved,
            "Rejected" => Requested.Then(o => ReturnDecisions.Reject(o, ReturnId, "worn", Noon)),
            "Refunded" => Approved.Then(o => Count(o, "return", (BookLine, 2))),
            _ => Delivered,
        };
        Outcome(ReturnDecisions.Approve(order, ReturnId, Noon)).Should().Be(approval);
        Outcome(ReturnDecisions.Reject(order, ReturnId, "worn", Noon)).Should().Be(rejection);
        Outcome(Count(order, "return", (BookLine, 2))).Should().Be(receipt);
    }

    [Fact]
    public void X17_the_refund_follows_the_counted_quantity_not_the_announced() =>
        Approved.When(o => Count(o, "return", (BookLine, 1))).Then(
            new ReturnReceived(OrderId, ReturnId, [new CountedUnits(BookLine, 1)], Noon),
            new ReturnRefunded(OrderId, ReturnId, [new TenderShare(BookLine, 46_03, 12, 91_97)], 138_00, 0, 2, Noon));

    [Fact]
    public void X17_when_nothing_came_nothing_is_refunded_and_the_order_stays_delivered()
    {
        var given = Approved.When(o => Count(o, "return", (BookLine, 0)));
        given.Then(new ReturnReceived(OrderId, ReturnId, [], Noon), new ReturnRefunded(OrderId, ReturnId, [], 0, 0, 0, Noon));
        Approved.Then(o => Count(o, "return")).Status.Should().Be(OrderStatus.Delivered);
    }

    [Fact]
    public void X17_no_more_is_counted_than_was_announced()
    {
        Approved.When(o => Count(o, "return", (BookLine, 3))).ThenRefused("order.count-exceeds").Facts["announced"].Should().Be(2);
        Approved.When(o => Count(o, "return", (BookLine, -1))).ThenRefused("order.count-exceeds");
        Approved.When(o => Count(o, "return", (KettleLine, 1))).ThenRefused("order.count-exceeds").Facts["announced"].Should().Be(0);
        Approved.When(o => Count(o, "return", (BookLine, 1), (BookLine, 1))).ThenRefused("order.lines-invalid");
    }

    [Fact]
    public void D15_by_default_all_money_goes_to_the_wallet_and_points_come_back_as_points()
    {
        var refund = Refund(RefundDestination.Wallet);
        (refund.ToWallet, refund.ToCard, refund.GivenBack.Sum(s => s.Points)).Should().Be((277_00, 0, 23));
    }

    [Fact]
    public void D15_the_card_share_goes_to_the_card_when_the_customer_chose_so_and_the_rest_restores_the_wallet()
    {
        var refund = Refund(RefundDestination.Original);
        (refund.ToWallet, refund.ToCard, refund.GivenBack.Sum(s => s.Points)).Should().Be((92_40, 184_60, 23));
    }

    [Fact]
    public void X18_a_refund_of_what_the_wallet_paid_restores_the_wallet_even_when_the_card_was_chosen()
    {
        var order = Placed.Then(o => Pay(o, 1_599_00, 0)).Then(o => OrderDecisions.StartAssembly(o, Noon)).Then(o => OrderDecisions.Ship(o, Noon))
            .Then(o => OrderDecisions.Deliver(o, 0, Policy, Noon))
            .Then(o => Announce(o, "return", RefundDestination.Original, (KettleLine, 1))).Refunded("return", (KettleLine, 1));
        order.Returns.Single().ToCard.Should().Be(Money.Zero);
        order.When(o => ReturnDecisions.RecordCardRefund(o, Id(Attempt), ReturnId, Money.Zero, Noon)).ThenRefused("payment.unknown");
    }

    [Fact]
    public void D15_the_acquirers_refund_is_recorded_once()
    {
        var order = Delivered.Then(o => Announce(o, "return", RefundDestination.Original, (BookLine, 2))).Refunded("return", (BookLine, 2));
        order.When(o => Told(o, 184_60)).Then(new CardRefunded(OrderId, ReturnId, 184_60, Noon));
        order.Then(o => Told(o, 184_60)).When(o => Told(o, 184_60)).ThenNothing();

        Decision<OrderEvent> Told(Order o, long kopecks) => ReturnDecisions.RecordCardRefund(o, Id(Attempt), ReturnId, new Money(kopecks), Noon);
    }

    [Theory]
    [InlineData("attempt", "return", 184_59, "payment.amount-mismatch")]
    [InlineData("attempt", "return", 184_61, "payment.amount-mismatch")]
    [InlineData("attempt", "another", 184_60, "payment.unknown")]
    [InlineData("another", "return", 184_60, "payment.unknown")]
    public void D15_a_refund_that_was_not_asked_for_is_refused(string attempt, string returned, long kopecks, string code)
    {
        var order = Delivered.Then(o => Announce(o, "return", RefundDestination.Original, (BookLine, 2))).Refunded("return", (BookLine, 2));
        var refunded = order.Then(o => ReturnDecisions.RecordCardRefund(o, Id("attempt"), Id("return"), new Money(184_60), Noon));
        foreach (var known in new[] { order, refunded })
            known.When(o => ReturnDecisions.RecordCardRefund(o, Id(attempt), Id(returned), new Money(kopecks), Noon)).ThenRefused(code);
    }

    [Fact]
    public void D16_the_delivery_fee_stays_when_all_goods_come_back()
    {
        Returned.Status.Should().Be(OrderStatus.Returned);
        Returned.Total.Should().Be(Roubles(299));
    }

    [Fact]
    public void I7_the_last_return_takes_back_all_points_that_are_left()
    {
        var first = PartlyReturned;
        var second = first.Then(o => Announce(o, "second", (KettleLine, 1), (BookLine, 1))).Refunded("second", (KettleLine, 1), (BookLine, 1));
        (first.Earned.TakenBack, second.Earned.TakenBack, second.Status).Should().Be((2, PointsEarned, OrderStatus.Returned));
    }

    [Fact]
    public void X13_goods_that_cost_nothing_come_back_and_the_order_is_partly_returned()
    {
        var quote = Quote.For(OrderId, [new(Book with { MemberPrice = Money.Zero }, 2), new(Kettle, 1)], DeliveryKind.Courier, Policy);
        var order = After(null, OrderDecisions.Place(null, OrderId, CustomerId, quote, ByCourier, Policy, Noon))
            .Then(o => Pay(o, 1_299_00, 0)).Then(o => OrderDecisions.StartAssembly(o, Noon)).Then(o => OrderDecisions.Ship(o, Noon))
            .Then(o => OrderDecisions.Deliver(o, 10, Policy, Noon))
            .Then(o => Announce(o, "gift", (quote.Lines[0].LineId, 1))).Refunded("gift", (quote.Lines[0].LineId, 1));
        (order.Status, order.Earned.TakenBack).Should().Be((OrderStatus.PartlyReturned, 0));
    }

    private static ReturnRefunded Refund(RefundDestination refundTo)
    {
        var order = Delivered.Then(o => Announce(o, "return", refundTo, (BookLine, 2))).Then(o => ReturnDecisions.Approve(o, ReturnId, Noon));
        return Count(order, "return", (BookLine, 2)).Events[1].Should().BeOfType<ReturnRefunded>().Subject;
    }

    private static Decision<OrderEvent> AnnounceAt(Order order, DateTimeOffset at) => ReturnDecisions.RequestReturn(
        order, ReturnId, [new ReturnedUnits(BookLine, 1, ReturnReason.Defective)], RefundDestination.Wallet, at);

    private static string Outcome(Decision<OrderEvent> decision) => decision.IsRefused ? decision.Rejection.Code
        : decision.Events.Count == 0 ? "nothing"
        : string.Join(", ", decision.Events.Select(e => e.GetType().Name));
}
