using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Values;

namespace Marketplace.Domain.Tests.Orders;

/// <summary>
/// The life of one order, for scenarios to start from: two books at 150 ₽, a kettle at 1,000 ₽ and the courier at 299 ₽, paid
/// with 500 ₽ from the wallet, 100 points and 999 ₽ from a card; it earns 12 points.
/// </summary>
internal static class OrderLife
{
    internal const string Attempt = "attempt";
    internal const long PointsEarned = 12;
    internal static readonly OrderPolicy Policy = new();
    internal static readonly Product Book = new("book", "Букварь", "books", new Money(200_00), new Money(150_00), true);
    internal static readonly Product Kettle = new("kettle", "Чайник", "appliances", new Money(1_000_00), null, true);
    internal static readonly DeliveryChoice ByCourier = new(DeliveryKind.Courier, null, new Pii<string>(Known.CustomerId, "address", "Тверская, 1"));
    internal static readonly Quote Priced = Quote.For(Known.OrderId, [new(Book, 2), new(Kettle, 1)], DeliveryKind.Courier, Policy);
    internal static readonly Guid BookLine = Priced.Lines[0].LineId;
    internal static readonly Guid KettleLine = Priced.Lines[1].LineId;

    internal static Order Placed => After(
        null, OrderDecisions.Place(null, Known.OrderId, Known.CustomerId, Priced, ByCourier, Policy, Known.Noon));

    internal static Order CardPending => Placed.Then(o => Pay(o));

    internal static Order Paid => CardPending.Then(o => PaymentDecisions.ConfirmCard(o, Known.Id(Attempt), Known.Roubles(999), "4242", Known.Noon));

    internal static Order Assembling => Paid.Then(o => OrderDecisions.StartAssembly(o, Known.Noon));

    internal static Order Shipped => Assembling.Then(o => OrderDecisions.Ship(o, Known.Noon));

    internal static Order ReadyForPickup => Shipped.Then(o => OrderDecisions.Arrive(o, Known.Noon));

    internal static Order Delivered => ReadyForPickup
        .Then(o => OrderDecisions.RecordCapture(o, Known.Id(Attempt), Known.Roubles(999), Known.Noon))
        .Then(o => OrderDecisions.Deliver(o, PointsEarned, Policy, Known.Noon));

    internal static Order CancelledUnpaid => Placed.Then(o => OrderDecisions.Cancel(o, Known.Noon));

    internal static Order Cancelled => Paid.Then(o => OrderDecisions.Cancel(o, Known.Noon));

    internal static Order PartlyReturned => Delivered.Then(o => Announce(o, "first", (BookLine, 1))).Refunded("first", (BookLine, 1));

    internal static Order Returned => Delivered
        .Then(o => Announce(o, "all", (BookLine, 2), (KettleLine, 1))).Refunded("all", (BookLine, 2), (KettleLine, 1));

    internal static Decision<OrderEvent> Pay(Order order, long wallet = 500_00, long points = 100, bool hasCard = true, string attempt = Attempt) =>
        PaymentDecisions.Pay(order, Known.Id(attempt), new Money(wallet), points, hasCard, Policy, Known.Noon);

    internal static Decision<OrderEvent> Announce(Order order, string id, params (Guid Line, int Quantity)[] units) =>
        Announce(order, id, RefundDestination.Wallet, units);

    internal static Decision<OrderEvent> Announce(Order order, string id, RefundDestination refundTo, params (Guid Line, int Quantity)[] units) =>
        ReturnDecisions.RequestReturn(
            order, Known.Id(id), [.. units.Select(u => new ReturnedUnits(u.Line, u.Quantity, ReturnReason.ChangedMind))], refundTo, Known.Noon);

    internal static Decision<OrderEvent> Count(Order order, string id, params (Guid Line, int Quantity)[] units) =>
        ReturnDecisions.Receive(order, Known.Id(id), [.. units.Select(u => new CountedUnits(u.Line, u.Quantity))], Known.Noon);

    /// <summary>The order after a decision that must be obeyed.</summary>
    internal static Order After(Order? order, Decision<OrderEvent> decision) => decision.IsRefused
        ? throw new InvalidOperationException($"The story ends early: {decision.Rejection.Code}")
        : decision.Events.Aggregate(order, Order.Evolve)!;
}

/// <summary>Lets the life of an order be told as a chain.</summary>
internal static class OrderLifeSteps
{
    internal static Order Then(this Order order, Func<Order, Decision<OrderEvent>> decide) => OrderLife.After(order, decide(order));

    internal static Order Refunded(this Order order, string id, params (Guid Line, int Quantity)[] units) => order
        .Then(o => ReturnDecisions.Approve(o, Known.Id(id), Known.Noon))
        .Then(o => OrderLife.Count(o, id, units));

    internal static Outcome<OrderEvent> When(this Order order, Func<Order, Decision<OrderEvent>> decide) => new(decide(order));
}
