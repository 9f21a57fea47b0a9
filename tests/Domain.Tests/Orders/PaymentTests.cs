using FluentAssertions;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Values;
using Xunit;
using static Marketplace.Domain.Tests.Known;
using static Marketplace.Domain.Tests.Orders.OrderLife;

namespace Marketplace.Domain.Tests.Orders;

public class PaymentTests
{
    private static readonly Guid AttemptId = Id(Attempt);

    [Fact]
    public void S64_a_payment_with_a_card_waits_for_the_acquirer() =>
        Placed.When(o => Pay(o)).Then(new OrderPaymentRequested(OrderId, AttemptId, 500_00, 100, 999_00, Noon));

    [Fact]
    public void I4_the_acquirers_word_pays_the_order_line_by_line() =>
        CardPending.When(o => PaymentDecisions.ConfirmCard(o, AttemptId, Roubles(999), "4242", Noon)).Then(new OrderPaid(
            OrderId, AttemptId, 500_00, 100, 999_00, "4242",
            [
                new TenderShare(BookLine, 92_40, 23, 184_60),
                new TenderShare(KettleLine, 307_87, 77, 615_13),
                new TenderShare(Guid.Empty, 99_73, 0, 199_27),
            ],
            Noon));

    [Fact]
    public void S63_wallet_and_points_alone_pay_at_once()
    {
        var paid = Pay(Placed, 1_299_00, 300, hasCard: false).Events.Single().Should().BeOfType<OrderPaid>().Subject;
        (paid.WalletAmount, paid.Points, paid.CardAmount, paid.CardLastFour).Should().Be((1_299_00, 300, 0, null));
    }

    [Fact]
    public void S63_a_card_that_is_not_needed_is_not_asked() => Pay(Placed, 1_599_00, 0, hasCard: true).Events.Single().Should().BeOfType<OrderPaid>();

    [Fact]
    public void X13_an_order_that_costs_nothing_is_paid_with_nothing()
    {
        var free = Quote.For(OrderId, [new(Book with { MemberPrice = Money.Zero }, 2)], DeliveryKind.PickupPoint, Policy);
        var placed = After(null, OrderDecisions.Place(null, OrderId, CustomerId, free, new DeliveryChoice(DeliveryKind.PickupPoint, "msk-1", null), Policy, Noon));
        placed.When(o => Pay(o, 0, 0, hasCard: false)).Then(new OrderPaid(OrderId, AttemptId, 0, 0, 0, null, [], Noon));
    }

    [Fact]
    public void S63_without_a_card_the_tenders_must_cover_the_order()
    {
        var refusal = Placed.When(o => Pay(o, 1_598_99, 0, hasCard: false)).ThenRefused("order.payment-short");
        (refusal.Facts["due"], refusal.Facts["covered"]).Should().Be((1_599_00L, 1_598_99L));
    }

    [Fact]
    public void S63_nobody_pays_more_than_the_order_costs() =>
        Placed.When(o => Pay(o, 1_599_01, 0)).ThenRefused("order.payment-exceeds").Facts["offered"].Should().Be(1_599_01L);

    [Theory]
    [InlineData(-1, 0, "wallet")]
    [InlineData(0, -1, "points")]
    [InlineData(-100_00, 100, "wallet")]
    [InlineData(long.MinValue, long.MinValue, "wallet")]
    public void S63_no_tender_pays_less_than_nothing(long wallet, long points, string field) =>
        Placed.When(o => Pay(o, wallet, points)).ThenRefused("order.tender-negative").Field.Should().Be(field);

    [Fact]
    public void P5_points_pay_at_most_a_quarter_of_the_goods_and_none_of_the_delivery()
    {
        Placed.When(o => Pay(o, 0, 325)).Decision.Events.Should().ContainSingle("325 is a quarter of 1,300");
        Placed.When(o => Pay(o, 0, 326)).ThenRefused("order.too-many-points").Facts["most"].Should().Be(325L);
        Placed.When(o => Pay(o, 0, long.MaxValue)).ThenRefused("order.too-many-points");
    }

    [Fact]
    public void P5_kopecks_short_of_a_rouble_cannot_be_paid_with_a_point()
    {
        var quote = Quote.For(OrderId, [new(Book with { MemberPrice = new Money(99) }, 1), new(Kettle with { Price = new Money(99_99) }, 1)], DeliveryKind.Courier, Policy);
        var order = After(null, OrderDecisions.Place(null, OrderId, CustomerId, quote, ByCourier, Policy, Noon));
        Tenders.MostPoints(order, Policy).Should().Be(25);
        Tenders.MostPoints(order, Policy with { MaxPointsBasisPoints = 100_00 }).Should().Be(99);
    }

    [Fact]
    public void X5_a_repeated_attempt_keeps_its_identity()
    {
        CardPending.When(o => Pay(o)).ThenNothing();
        Paid.When(o => Pay(o)).ThenNothing();
        var declined = Declined();
        declined.When(o => Pay(o)).ThenRefused("order.payment-declined").Facts["reason"].Should().Be("do-not-honour");
    }

    [Fact]
    public void S63_a_declined_card_leaves_the_order_to_be_paid_otherwise()
    {
        CardPending.When(o => PaymentDecisions.DeclineCard(o, AttemptId, "do-not-honour", Noon))
            .Then(new OrderPaymentDeclined(OrderId, AttemptId, "do-not-honour", Noon));
        Declined().When(o => Pay(o, attempt: "second")).Then(new OrderPaymentRequested(OrderId, Id("second"), 500_00, 100, 999_00, Noon));
    }

    [Fact]
    public void S64_an_authorisation_of_another_amount_is_refused() =>
        CardPending.When(o => PaymentDecisions.ConfirmCard(o, AttemptId, new Money(999_01), "4242", Noon)).ThenRefused("payment.amount-mismatch");

    [Fact]
    public void X2_a_second_word_of_the_acquirer_changes_nothing()
    {
        Paid.When(o => PaymentDecisions.ConfirmCard(o, AttemptId, Roubles(999), "4242", Noon)).ThenNothing();
        Paid.When(o => PaymentDecisions.DeclineCard(o, AttemptId, "late", Noon)).ThenNothing();
        Declined().When(o => PaymentDecisions.DeclineCard(o, AttemptId, "again", Noon)).ThenNothing();
    }

    [Fact]
    public void X4_an_approval_that_comes_after_the_refusal_pays_nothing() =>
        Declined().When(o => PaymentDecisions.ConfirmCard(o, AttemptId, Roubles(999), "4242", Noon)).ThenNothing();

    [Fact]
    public void X4_money_reserved_under_an_attempt_that_can_no_longer_pay_is_stray()
    {
        PaymentDecisions.IsStray(Declined(), AttemptId).Should().BeTrue();
        PaymentDecisions.IsStray(Placed, AttemptId).Should().BeTrue();
        PaymentDecisions.IsStray(Paid, Id("another")).Should().BeTrue();
        new[] { CardPending, Paid, Cancelled }.Should().OnlyContain(o => !PaymentDecisions.IsStray(o, AttemptId));
    }

    [Fact]
    public void X5_a_word_about_another_attempt_changes_nothing()
    {
        CardPending.When(o => PaymentDecisions.ConfirmCard(o, Id("another"), Roubles(999), "4242", Noon)).ThenNothing();
        CardPending.When(o => PaymentDecisions.DeclineCard(o, Id("another"), "no", Noon)).ThenNothing();
        Placed.When(o => PaymentDecisions.ConfirmCard(o, AttemptId, Roubles(999), "4242", Noon)).ThenNothing();
    }

    private static Order Declined() => CardPending.Then(o => PaymentDecisions.DeclineCard(o, AttemptId, "do-not-honour", Noon));
}
