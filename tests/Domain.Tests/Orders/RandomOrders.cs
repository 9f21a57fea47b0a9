using CsCheck;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Values;

namespace Marketplace.Domain.Tests.Orders;

/// <summary>Random orders that are placed, reduced and paid by any mix within the limits.</summary>
internal static class RandomOrders
{
    private static readonly Gen<(long Price, int Quantity)> Line = Gen.Select(
        Gen.OneOf(Gen.Long[0, 3_00], Gen.Long[0, 500_00], Gen.Long[1, 90_000_00]), Gen.Int[1, 7]);

    /// <summary>Any price of an order that is not placed yet.</summary>
    internal static Gen<Quote> Quoted { get; } = Gen.Select(Line.Array[1, 6], Gen.Bool, (lines, byCourier) => QuoteOf(lines, KindOf(byCourier)));

    // Whatever comes back comes back because the customer does not want it; which goods may is proved elsewhere (S61).
    private static readonly OrderPolicy AnyReason = OrderLife.Policy with { Returns = new ReturnPolicy { FaultOnly = [] } };

    /// <summary>Any order before payment; some units may be gone already.</summary>
    internal static Gen<Order> Placed { get; } = Gen.Select(Line.Array[1, 6], Gen.Bool, Gen.Int[0, 6].Array[6], Removed);

    /// <summary>A payment of it: the parts of what wallet and points could pay, in per cent.</summary>
    internal static Gen<(Order Order, long Wallet, long Points)> WithMix { get; } =
        Gen.Select(Placed, Percent, Percent, (order, wallet, points) =>
        {
            var fromPoints = Tenders.MostPoints(order, OrderLife.Policy) * points / 100;
            return (order, (order.Total.Kopecks - fromPoints * 100) * wallet / 100, fromPoints);
        });

    /// <summary>The order after that payment.</summary>
    internal static Gen<Order> Paid { get; } = WithMix.Select(mix => Pay(mix.Order, mix.Wallet, mix.Points));

    /// <summary>The order in the customer's hands.</summary>
    internal static Gen<Order> Delivered { get; } = Paid.Select(order =>
    {
        var shipped = order.Then(o => OrderDecisions.StartAssembly(o, Known.Noon)).Then(o => OrderDecisions.Ship(o, Known.Noon));
        return shipped.Then(o => OrderDecisions.Deliver(o, Earning.PointsOf(o), OrderLife.Policy, Known.Noon, Earning.RatesOf(o)));
    });

    private static Gen<int> Percent => Gen.OneOf(Gen.OneOf(0, 100), Gen.Int[0, 100]);

    private static Order Pay(Order order, long wallet, long points)
    {
        var asked = order.Then(o => OrderLife.Pay(o, wallet, points));
        return asked.Pending is { } pending
            ? asked.Then(o => PaymentDecisions.ConfirmCard(o, pending.AttemptId, pending.Card, "4242", Known.Noon))
            : asked;
    }

    /// <summary>The order that is placed at that price.</summary>
    internal static Order Place(Quote quote, DeliveryKind kind)
    {
        var delivery = new DeliveryChoice(kind, "msk-1", new Pii<string>(Known.CustomerId, "address", "Тверская, 1"));
        return OrderLife.After(null, OrderDecisions.Place(null, Known.OrderId, Known.CustomerId, quote, delivery, OrderLife.Policy, Known.Noon));
    }

    private static DeliveryKind KindOf(bool byCourier) => byCourier ? DeliveryKind.Courier : DeliveryKind.PickupPoint;

    private static Quote QuoteOf((long Price, int Quantity)[] lines, DeliveryKind kind)
    {
        var items = lines.Select((l, i) => new QuotedItem(new Product($"sku-{i}", "name", i % 2 == 0 ? "food" : "clothes", new Money(l.Price), null, true), l.Quantity)).ToList();
        return Quote.For(Known.OrderId, items, kind, AnyReason);
    }

    private static Order Removed((long Price, int Quantity)[] lines, bool byCourier, int[] removed)
    {
        var order = Place(QuoteOf(lines, KindOf(byCourier)), KindOf(byCourier));
        for (var i = 0; i < lines.Length; i++)
        {
            // Never the last unit of the order: that would end it.
            var units = Math.Min(removed[i], order.Lines[i].Remaining - (i == 0 ? 1 : 0));
            if (units > 0) order = order.Then(o => OrderDecisions.RemoveUnits(o, Known.Id($"before {i}"), o.Lines[i].LineId, units, Known.Noon));
        }

        return order;
    }
}
