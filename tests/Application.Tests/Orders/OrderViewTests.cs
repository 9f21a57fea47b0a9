using FluentAssertions;
using Marketplace.Application.Views;
using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Values;
using Xunit;

namespace Marketplace.Application.Tests.Orders;

public sealed class OrderViewTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 9, 12, 0, 0, TimeSpan.Zero);
    private static readonly OrderPolicy Policy = new();
    private static readonly Guid OrderId = Guid.NewGuid();

    private Order? order;
    private OrderView? view;

    [Theory]
    [InlineData(1, OrderStatus.PartlyReturned)]
    [InlineData(2, OrderStatus.Returned)]
    public void S71_units_that_cost_nothing_come_back_in_the_view_as_in_the_order(int units, OrderStatus expected)
    {
        Deliver(new Product("sticker", "Наклейка", "books", Money.Zero, null, true), 2);

        Return(units, units);

        (order!.Status, view!.Status).Should().Be((expected, expected));
        view.Lines.Single().Returned.Should().Be(units);
        view.Tracking.Select(s => s.Step).Should().EndWith(expected == OrderStatus.Returned ? "returned" : "partly-returned");
    }

    [Fact]
    public void S71_the_view_stands_where_the_order_stands_through_several_returns()
    {
        Deliver(new Product("tea", "Чай", "food", new Money(10_01), null, true), 3);
        var standings = new List<(OrderStatus, OrderStatus)>();
        foreach (var (announced, counted) in new[] { (1, 0), (1, 1), (1, 1), (1, 1) })
        {
            Return(announced, counted);
            standings.Add((order!.Status, view!.Status));
        }

        standings.Should().Equal(
            (OrderStatus.Delivered, OrderStatus.Delivered),
            (OrderStatus.PartlyReturned, OrderStatus.PartlyReturned),
            (OrderStatus.PartlyReturned, OrderStatus.PartlyReturned),
            (OrderStatus.Returned, OrderStatus.Returned));
        view!.Tracking.Select(s => s.Step).Should().Equal("placed", "paid", "assembling", "shipped", "delivered", "partly-returned", "returned");
        (view.EffectiveTotal, view.Refunded.ToWallet).Should().Be((0, 30_03));
    }

    private void Deliver(Product product, int units)
    {
        var quote = Quote.For(OrderId, [new QuotedItem(product, units)], DeliveryKind.PickupPoint, Policy);
        Happened(OrderDecisions.Place(null, OrderId, Guid.NewGuid(), quote, new DeliveryChoice(DeliveryKind.PickupPoint, "pvz-1", null), Policy, Now));
        Happened(PaymentDecisions.Pay(order!, Guid.NewGuid(), quote.Total, 0, hasCard: false, Policy, Now));
        Happened(OrderDecisions.StartAssembly(order!, Now));
        Happened(OrderDecisions.Ship(order!, Now));
        Happened(OrderDecisions.Deliver(order!, 0, Policy, Now));
    }

    private void Return(int announced, int counted)
    {
        var (id, line) = (Guid.NewGuid(), order!.Lines.Single().LineId);
        Happened(ReturnDecisions.RequestReturn(order, id, [new ReturnedUnits(line, announced, ReturnReason.Defective)], RefundDestination.Wallet, Now));
        Happened(ReturnDecisions.Approve(order, id, Now));
        Happened(ReturnDecisions.Receive(order, id, [new CountedUnits(line, counted)], Now));
    }

    private void Happened(Decision<OrderEvent> decision)
    {
        decision.Events.Should().NotBeEmpty();
        (order, view) = (decision.Events.Aggregate(order, Order.Evolve), decision.Events.Aggregate(view, OrderView.Fold));
    }
}
