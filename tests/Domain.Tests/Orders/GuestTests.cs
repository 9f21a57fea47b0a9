using FluentAssertions;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Values;
using Xunit;
using static Marketplace.Domain.Tests.Known;
using static Marketplace.Domain.Tests.Orders.OrderLife;

namespace Marketplace.Domain.Tests.Orders;

public class GuestTests
{
    private static readonly Guid Guest = GuestDecisions.OwnerOf(OrderId);
    private static readonly Pii<string> Address = new(CustomerId, "address", "Тверская, 1");

    private static Order Placed { get; } = After(
        null, OrderDecisions.Place(null, OrderId, Guest, Priced, ByCourier with { Guest = true }, Policy, Noon));

    private static Order Paid => Placed
        .Then(o => PaymentDecisions.Pay(o, Id(Attempt), Money.Zero, 0, true, Policy, Noon))
        .Then(o => PaymentDecisions.ConfirmCard(o, Id(Attempt), o.Total, "4242", Noon));

    [Fact]
    public void D1_a_guest_pays_by_card_and_with_nothing_else()
    {
        Placed.When(o => PaymentDecisions.Pay(o, Id(Attempt), new Money(1), 0, true, Policy, Noon)).ThenRefused("auth.sign-in-required");
        Placed.When(o => PaymentDecisions.Pay(o, Id(Attempt), Money.Zero, 1, true, Policy, Noon)).ThenRefused("auth.sign-in-required");
        Placed.When(o => PaymentDecisions.Pay(o, Id(Attempt), Money.Zero, 0, false, Policy, Noon, 3)).ThenRefused("auth.sign-in-required");
        (Paid.Status, Paid.Card!.AttemptId).Should().Be((OrderStatus.Paid, Id(Attempt)));
    }

    [Fact]
    public void D1_S80_a_guest_pays_the_price_for_everybody()
    {
        var line = Quote.For(OrderId, [new QuotedItem(Book, 2)], DeliveryKind.Courier, Policy, guest: true).Lines.Single();
        (line.UnitPrice, line.PriceKind, line.Amount).Should().Be((200_00, PriceKind.List, 400_00));
    }

    [Fact]
    public void D1_an_order_joins_an_account_once_and_keeps_who_had_paid_for_it()
    {
        Paid.When(o => GuestDecisions.Claim(o, CustomerId, Address, Noon)).Then(new GuestOrderClaimed(OrderId, Guest, CustomerId, Address, Noon));
        var claimed = Paid.Then(o => GuestDecisions.Claim(o, CustomerId, Address, Noon));
        (claimed.CustomerId, claimed.Guest, claimed.PlacedBy, claimed.PaidFrom).Should().Be((CustomerId, false, Guest, Guest));
        claimed.When(o => GuestDecisions.Claim(o, CustomerId, Address, Noon)).ThenNothing();
        claimed.When(o => GuestDecisions.Claim(o, Id("another"), null, Noon)).ThenRefused("order.not-found");
        OrderLife.Paid.When(o => GuestDecisions.Claim(o, Id("another"), null, Noon)).ThenRefused("order.not-found");
    }

    [Fact]
    public void D1_an_order_whose_card_is_being_asked_about_does_not_change_hands() => Placed
        .Then(o => PaymentDecisions.Pay(o, Id(Attempt), Money.Zero, 0, true, Policy, Noon))
        .When(o => GuestDecisions.Claim(o, CustomerId, Address, Noon)).ThenRefused("order.payment-in-progress");

    [Fact]
    public void D1_a_guests_order_that_nobody_pays_keeps_its_goods_for_an_hour()
    {
        Placed.When(o => UnpaidDecisions.Lapse(o, Policy, Noon.AddHours(1) - OneSecond)).ThenNothing();
        Placed.When(o => UnpaidDecisions.Lapse(o, Policy, Noon.AddHours(1))).Decision.Events.Should().ContainSingle().Which.Should().BeOfType<OrderCancelled>();
    }
}
