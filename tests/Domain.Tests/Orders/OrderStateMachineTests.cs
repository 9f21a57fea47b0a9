using System.Collections.Concurrent;
using CsCheck;
using FluentAssertions;
using Marketplace.Domain.Orders;
using Xunit;
using static Marketplace.Domain.Tests.Orders.OrderLife;

namespace Marketplace.Domain.Tests.Orders;

/// <summary>S67 as one table: what every command does to an order in every status: events, nothing, or a refusal by its code.</summary>
public class OrderStateMachineTests
{
    private const string Illegal = "order.invalid-transition";
    private const string Unasked = "payment.unknown";

    private static readonly string[] Steps =
    [
        "payment", "payment on instalments", "an instalment", "assembly", "shipment", "arrival", "delivery", "carrier report",
        "capture", "void", "lapse", "cancellation", "removal", "return", "claim",
    ];

    private static Order ByGuest => After(
        null, OrderDecisions.Place(null, Known.OrderId, GuestDecisions.OwnerOf(Known.OrderId), Priced, ByCourier with { Guest = true }, Policy, Known.Noon));

    private static Order OnInstalments => Placed.Then(o => PaymentDecisions.Pay(o, Known.Id(Attempt), Known.Roubles(500), 100, false, Policy, Known.Noon, 3));

    private static readonly (string Status, Order Order, string[] Outcomes)[] Table =
    [
        ("Placed", Placed,
            [
                "OrderPaymentRequested", "OrderPaid, InstalmentPlanOpened", "order.no-instalments", Illegal, Illegal, Illegal, Illegal, Illegal,
                Unasked, "nothing", "OrderCancelled", "OrderCancelled", "OrderLineRemoved", "order.not-delivered", "order.not-found",
            ]),
        ("Placed, the card pending", CardPending,
            [
                "order.payment-in-progress", "order.payment-in-progress", "order.no-instalments", Illegal, Illegal, Illegal, Illegal, Illegal,
                Unasked, "nothing", "nothing", "order.payment-in-progress", "order.payment-in-progress", "order.not-delivered", "order.not-found",
            ]),
        ("Placed, by a guest", ByGuest,
            [
                "OrderPaymentRequested", "auth.sign-in-required", "order.no-instalments", Illegal, Illegal, Illegal, Illegal, Illegal,
                Unasked, "nothing", "OrderCancelled", "OrderCancelled", "OrderLineRemoved", "order.not-delivered", "GuestOrderClaimed",
            ]),
        ("Paid", Paid,
            [
                "order.already-paid", "order.already-paid", "order.no-instalments", "OrderAssemblyStarted", Illegal, Illegal, Illegal, Illegal,
                "payment.amount-mismatch", Illegal, "nothing", "OrderCancelled", "OrderLineRemoved", "order.not-delivered", "order.not-found",
            ]),
        ("Paid, on instalments", OnInstalments,
            [
                "order.already-paid", "order.already-paid", "InstalmentPaid", "OrderAssemblyStarted", Illegal, Illegal, Illegal, Illegal,
                Unasked, "nothing", "nothing", "OrderCancelled, InstalmentsRefunded", "OrderLineRemoved, InstalmentsRefunded", "order.not-delivered", "order.not-found",
            ]),
        ("Assembling", Assembling,
            [
                "order.already-paid", "order.already-paid", "order.no-instalments", "nothing", "OrderShipped", Illegal, Illegal, "ShipmentStatusRecorded",
                "payment.amount-mismatch", Illegal, "nothing", "OrderCancelled", "order.assembly-started", "order.not-delivered", "order.not-found",
            ]),
        ("Shipped", Shipped,
            [
                "order.already-paid", "order.already-paid", "order.no-instalments", Illegal, "nothing", "OrderArrived", "OrderDelivered", "ShipmentStatusRecorded, OrderArrived",
                "CardPaymentCaptured", Illegal, "nothing", "order.already-shipped", "order.assembly-started", "order.not-delivered", "order.not-found",
            ]),
        ("ReadyForPickup", ReadyForPickup,
            [
                "order.already-paid", "order.already-paid", "order.no-instalments", Illegal, Illegal, "nothing", "OrderDelivered", "ShipmentStatusRecorded",
                "CardPaymentCaptured", Illegal, "nothing", "order.already-shipped", "order.assembly-started", "order.not-delivered", "order.not-found",
            ]),
        ("Delivered", Delivered,
            [
                "order.already-paid", "order.already-paid", "order.no-instalments", Illegal, Illegal, Illegal, "nothing", "ShipmentStatusRecorded",
                "nothing", "nothing", "nothing", "order.already-shipped", "order.assembly-started", "ReturnRequested", "order.not-found",
            ]),
        ("PartlyReturned", PartlyReturned,
            [
                "order.already-paid", "order.already-paid", "order.no-instalments", Illegal, Illegal, Illegal, Illegal, "ShipmentStatusRecorded",
                "nothing", "nothing", "nothing", "order.already-shipped", "order.assembly-started", "ReturnRequested", "order.not-found",
            ]),
        ("Returned", Returned,
            [
                "order.already-paid", "order.already-paid", "order.no-instalments", Illegal, Illegal, Illegal, Illegal, "ShipmentStatusRecorded",
                "nothing", "nothing", "nothing", "order.already-shipped", "order.assembly-started", "order.quantity-exceeds", "order.not-found",
            ]),
        ("Cancelled", Cancelled,
            [
                Illegal, Illegal, "order.no-instalments", Illegal, Illegal, Illegal, Illegal, Illegal,
                "payment.amount-mismatch", "CardPaymentVoided", "nothing", "nothing", Illegal, "order.not-delivered", "order.not-found",
            ]),
        ("Cancelled, never paid", CancelledUnpaid,
            [
                Illegal, Illegal, "order.no-instalments", Illegal, Illegal, Illegal, Illegal, Illegal,
                Unasked, "nothing", "nothing", "nothing", Illegal, "order.not-delivered", "order.not-found",
            ]),
    ];

    public static TheoryData<string, string, string> Cells
    {
        get
        {
            var cells = new TheoryData<string, string, string>();
            foreach (var (status, _, outcomes) in Table)
            {
                for (var i = 0; i < Steps.Length; i++) cells.Add(status, Steps[i], outcomes[i]);
            }

            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void S67_every_step_in_every_status_has_one_outcome(string status, string step, string outcome)
    {
        var decision = Take(Table.Single(row => row.Status == status).Order, step);
        var actual = decision.IsRefused ? decision.Rejection.Code
            : decision.Events.Count == 0 ? "nothing"
            : string.Join(", ", decision.Events.Select(e => e.GetType().Name));
        actual.Should().Be(outcome);
        if (actual == Illegal) decision.Rejection!.Facts["orderStatus"].ToString().Should().Be(status.Split(',')[0]);
    }

    [Fact]
    public void S67_the_table_has_a_row_for_every_status_and_every_row_is_in_that_status()
    {
        Table.Select(row => row.Order.Status).Distinct().Should().BeEquivalentTo(Enum.GetValues<OrderStatus>());
        Table.Should().AllSatisfy(row => row.Status.Split(',')[0].Should().Be(row.Order.Status.ToString()));
    }

    [Fact]
    public void S67_a_refused_step_tells_in_both_languages_where_the_order_stands_and_what_was_wanted()
    {
        var refused = OrderDecisions.Ship(ReadyForPickup, Known.Noon).Rejection!;
        refused.English.Should().Be("The order is ready for pick-up: shipment is not possible now.");
        refused.Russian.Should().Be("Заказ в состоянии «ждёт в пункте выдачи»: передача в доставку сейчас невозможна.");
        var ofReturn = ReturnDecisions.Receive(Delivered.Then(o => Announce(o, "return", (KettleLine, 1))), Known.Id("return"), [new CountedUnits(KettleLine, 1)], Known.Noon).Rejection!;
        ofReturn.English.Should().Be("The return is not approved yet: receipt of the goods is not possible now.");
        ofReturn.Russian.Should().Be("Возврат в состоянии «не одобрен»: приёмка товара сейчас невозможна.");
        ofReturn.Facts["returnStatus"].Should().Be(ReturnStatus.Requested);
    }

    /// <summary>From where to where an order may go; whatever is done to it in whatever order, it goes no other way.</summary>
    private static readonly Dictionary<OrderStatus, OrderStatus[]> Ways = new()
    {
        [OrderStatus.Placed] = [OrderStatus.Paid, OrderStatus.Cancelled],
        [OrderStatus.Paid] = [OrderStatus.Assembling, OrderStatus.Cancelled],
        [OrderStatus.Assembling] = [OrderStatus.Shipped, OrderStatus.Cancelled],
        [OrderStatus.Shipped] = [OrderStatus.ReadyForPickup, OrderStatus.Delivered],
        [OrderStatus.ReadyForPickup] = [OrderStatus.Delivered],
        [OrderStatus.Delivered] = [OrderStatus.PartlyReturned, OrderStatus.Returned],
        [OrderStatus.PartlyReturned] = [OrderStatus.Returned],
        [OrderStatus.Returned] = [],
        [OrderStatus.Cancelled] = [],
    };

    [Fact]
    public void S67_whatever_is_done_in_whatever_order_an_order_goes_only_the_ways_that_there_are_and_all_of_them()
    {
        var gone = new ConcurrentBag<(OrderStatus From, OrderStatus To)>();
        Gen.Select(Gen.Int[0, Walk.Length - 1], Gen.Int[0, 3]).Array[20, 90].Sample(steps =>
        {
            var order = Placed;
            for (var n = 0; n < steps.Length; n++)
            {
                var decision = Walk[steps[n].Item1](order, n, steps[n].Item2);
                if (decision.IsRefused || decision.Events.Count == 0) continue;
                var before = order.Status;
                order = decision.Events.Aggregate(order, (state, happened) => Order.Evolve(state, happened)!);
                if (order.Status == before) continue;
                Ways[before].Should().Contain(order.Status, "of {0}", decision.Events[0]);
                gone.Add((before, order.Status));
            }
        }, iter: 5_000);
        Ways.SelectMany(from => from.Value.Select(to => (from.Key, to))).Except(gone).Should().BeEmpty("each way is gone");
    }

    // A walk goes forward more often than it ends, so that it comes to all ends.
    private static readonly Func<Order, int, int, Decision<OrderEvent>>[] Walk =
    [
        (o, n, _) => Pay(o, attempt: $"attempt {n}"),
        (o, _, _) => o.Pending is { } pending ? PaymentDecisions.ConfirmCard(o, pending.AttemptId, pending.Card, "4242", Known.Noon) : Decision<OrderEvent>.Nothing,
        (o, _, _) => OrderDecisions.StartAssembly(o, Known.Noon),
        (o, _, _) => OrderDecisions.Ship(o, Known.Noon),
        (o, _, odd) => odd == 0 ? OrderDecisions.Arrive(o, Known.Noon) : Decision<OrderEvent>.Nothing,
        (o, _, _) => OrderDecisions.Deliver(o, PointsEarned, Policy, Known.Noon),
        (o, n, odd) => odd == 0 ? OrderDecisions.Cancel(o, Known.Noon) : OrderDecisions.StartAssembly(o, Known.Noon.AddMinutes(n)),
        (o, n, odd) => odd == 0 ? OrderDecisions.RemoveUnits(o, Known.Id($"removal {n}"), o.Lines[n % o.Lines.Count].LineId, 1, Known.Noon) : OrderDecisions.Ship(o, Known.Noon),
        (o, n, odd) => odd == 0 ? TrackingDecisions.Report(o, Known.Id($"report {n}"), ShipmentStatus.Delivered, Known.Noon, Known.Noon) : OrderDecisions.Deliver(o, PointsEarned, Policy, Known.Noon),
        (o, n, odd) => odd == 0 ? Announce(o, $"return {n}", [.. o.Lines.Where(l => l.Remaining > 0).Select(l => (l.LineId, l.Remaining))]) : Announce(o, $"return {n}", (BookLine, 1)),
        (o, _, _) => o.Returns.FirstOrDefault(r => r.Status == ReturnStatus.Requested) is { } asked ? ReturnDecisions.Approve(o, asked.ReturnId, Known.Noon) : Decision<OrderEvent>.Nothing,
        (o, _, _) => o.Returns.FirstOrDefault(r => r.Status == ReturnStatus.Approved) is { } approved
            ? ReturnDecisions.Receive(o, approved.ReturnId, [.. approved.Units.Select(u => new CountedUnits(u.LineId, u.Quantity))], Known.Noon)
            : Decision<OrderEvent>.Nothing,
    ];

    private static Decision<OrderEvent> Take(Order order, string step) => step switch
    {
        "payment" => order.Guest ? Pay(order, 0, 0) : Pay(order, attempt: "another attempt"),
        "payment on instalments" => PaymentDecisions.Pay(order, Known.Id("another attempt"), Known.Roubles(0), 0, false, Policy, Known.Noon, 3),
        "an instalment" => InstalmentDecisions.Pay(order, Known.Id("instalment"), false, Known.Noon),
        "assembly" => OrderDecisions.StartAssembly(order, Known.Noon),
        "shipment" => OrderDecisions.Ship(order, Known.Noon),
        "arrival" => OrderDecisions.Arrive(order, Known.Noon),
        "delivery" => OrderDecisions.Deliver(order, PointsEarned, Policy, Known.Noon),
        "carrier report" => TrackingDecisions.Report(order, Known.Id("report"), ShipmentStatus.ArrivedAtPickupPoint, Known.Noon, Known.Noon),
        "capture" => OrderDecisions.RecordCapture(order, Known.Id(Attempt), Known.Roubles(999), Known.Noon),
        "void" => OrderDecisions.RecordVoid(order, Known.Id(Attempt), Known.Noon),
        "lapse" => UnpaidDecisions.Lapse(order, Policy, Known.Noon.AddDays(1)),
        "claim" => GuestDecisions.Claim(order, Known.Id("another customer"), null, Known.Noon),
        "cancellation" => OrderDecisions.Cancel(order, Known.Noon),
        "removal" => OrderDecisions.RemoveUnits(order, Known.Id("removal"), KettleLine, 1, Known.Noon),
        "return" => Announce(order, "return", (KettleLine, 1)),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "no such step"),
    };
}
