using FluentAssertions;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Values;
using Xunit;
using static Marketplace.Domain.Tests.Known;
using static Marketplace.Domain.Tests.Orders.OrderLife;

namespace Marketplace.Domain.Tests.Orders;

public class OrderPlacementTests
{
    [Fact]
    public void S63_placing_an_order_freezes_its_prices() =>
        Scenario.Given<Order, OrderEvent>(Order.Evolve)
            .When(o => Place(o, Priced))
            .Then(new OrderPlaced(
                OrderId, CustomerId,
                [
                    new OrderedLine(BookLine, "book", "Букварь", "books", 2, 150_00, PriceKind.Member, 300_00),
                    new OrderedLine(KettleLine, "kettle", "Чайник", "appliances", 1, 1_000_00, PriceKind.List, 1_000_00),
                ],
                DeliveryKind.Courier, null, ByCourier.Address, 299_00, 1_599_00, Policy.Version, Noon)
            {
                ReturnPolicy = Policy.Returns.Version,
            });

    [Fact]
    public void S80_a_member_price_that_is_not_lower_is_not_taken()
    {
        var product = Book with { MemberPrice = new Money(200_00) };
        var line = Quote.For(OrderId, [new(product, 1)], DeliveryKind.PickupPoint, Policy).Lines.Single();
        (line.UnitPrice, line.PriceKind).Should().Be((200_00, PriceKind.List));
    }

    [Fact]
    public void S63_the_preview_and_the_order_cost_the_same() => (Priced.Total, Priced.Goods).Should().Be((Placed.Total, Roubles(1_300)));

    [Fact]
    public void S68_a_pick_up_point_costs_nothing_and_is_named()
    {
        var quote = Quote.For(OrderId, [new(Book, 1)], DeliveryKind.PickupPoint, Policy);
        var placed = OrderDecisions.Place(null, OrderId, CustomerId, quote, new DeliveryChoice(DeliveryKind.PickupPoint, "msk-1", null), Policy, Noon);
        placed.Events.Single().Should().BeOfType<OrderPlaced>().Which.Should().Match<OrderPlaced>(e => e.PickupPointId == "msk-1" && e.DeliveryFee == 0);
    }

    [Fact]
    public void S68_an_order_to_no_pick_up_point_is_refused() =>
        Scenario.Given<Order, OrderEvent>(Order.Evolve)
            .When(o => Place(o, Priced, new DeliveryChoice(DeliveryKind.PickupPoint, null, null))).ThenRefused("order.pickup-point-unavailable");

    [Fact]
    public void S63_a_courier_without_an_address_is_refused() =>
        Scenario.Given<Order, OrderEvent>(Order.Evolve)
            .When(o => Place(o, Priced, new DeliveryChoice(DeliveryKind.Courier, null, null))).ThenRefused("order.address-missing");

    [Fact]
    public void S63_an_order_that_costs_anything_else_than_was_shown_is_not_placed()
    {
        foreach (var wrong in new[] { 1_598_99L, 1_599_01, 0 })
        {
            var refused = Scenario.Given<Order, OrderEvent>(Order.Evolve).When(o => Place(o, Priced, expectedTotal: new Money(wrong))).ThenRefused("order.price-changed");
            (refused.Kind, refused.Facts["expectedTotal"], refused.Facts["total"]).Should().Be((RejectionKind.Conflict, wrong, 1_599_00L));
        }

        new Outcome<OrderEvent>(Place(null, Priced, expectedTotal: Roubles(1_599))).Then([.. Place(null, Priced).Events]);
        Placed.When(o => Place(o, Priced, expectedTotal: new Money(1))).ThenNothing();
    }

    [Fact]
    public void S63_the_same_order_again_changes_nothing() => Placed.When(o => Place(o, Priced)).ThenNothing();

    [Fact]
    public void X19_the_same_order_again_changes_nothing_even_after_units_were_removed_and_it_was_paid()
    {
        var smaller = Placed.Then(o => OrderDecisions.RemoveUnits(o, Id("removal"), BookLine, 1, Noon)).Then(o => Pay(o, 1_449_00, 0));
        smaller.Status.Should().Be(OrderStatus.Paid);
        smaller.When(o => Place(o, Priced)).ThenNothing();
    }

    [Fact]
    public void S63_the_id_of_another_order_is_refused()
    {
        var more = Quote.For(OrderId, [new(Book, 3), new(Kettle, 1)], DeliveryKind.Courier, Policy);
        Placed.When(o => Place(o, more)).ThenRefused("order.id-taken");
        Placed.When(o => OrderDecisions.Place(o, OrderId, Id("somebody else"), Priced, ByCourier, Policy, Noon)).ThenRefused("order.id-taken");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(51)]
    public void S63_an_order_has_between_1_and_50_lines(int lines) =>
        Scenario.Given<Order, OrderEvent>(Order.Evolve).When(o => Place(o, Many(lines))).ThenRefused("order.lines-invalid");

    [Fact]
    public void S63_an_order_of_50_lines_is_taken() =>
        Scenario.Given<Order, OrderEvent>(Order.Evolve).When(o => Place(o, Many(50))).Decision.Events.Should().ContainSingle();

    [Fact]
    public void S63_a_product_is_in_an_order_once() =>
        Scenario.Given<Order, OrderEvent>(Order.Evolve)
            .When(o => Place(o, Quote.For(OrderId, [new(Book, 1), new(Book, 1)], DeliveryKind.Courier, Policy))).ThenRefused("order.lines-invalid");

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(101)]
    public void S63_a_quantity_is_between_1_and_100(int quantity) =>
        Scenario.Given<Order, OrderEvent>(Order.Evolve)
            .When(o => Place(o, Quote.For(OrderId, [new(Book, quantity)], DeliveryKind.Courier, Policy))).ThenRefused("order.quantity-invalid");

    private static Decision<OrderEvent> Place(Order? order, Quote quote, DeliveryChoice? delivery = null, Money? expectedTotal = null) =>
        OrderDecisions.Place(order, OrderId, CustomerId, quote, delivery ?? ByCourier, Policy, Noon, expectedTotal: expectedTotal);

    private static Quote Many(int lines) => Quote.For(
        OrderId, [.. Enumerable.Range(1, lines).Select(i => new QuotedItem(Book with { Sku = $"book-{i}" }, 1))], DeliveryKind.Courier, Policy);
}
