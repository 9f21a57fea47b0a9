using FluentAssertions;
using Marketplace.Domain.Orders;
using Xunit;
using static Marketplace.Domain.Tests.Orders.OrderLife;

namespace Marketplace.Domain.Tests.Orders;

/// <summary>S67 as one table: what every command does to an order in every status: events, nothing, or a refusal by its code.</summary>
public class OrderStateMachineTests
{
    private const string Illegal = "order.invalid-transition";

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
                "nothing", "nothing", "OrderCancelled", "OrderCancelled", "OrderLineRemoved", "order.not-delivered", "order.not-found",
            ]),
        ("Placed, the card pending", CardPending,
            [
                "order.payment-in-progress", "order.payment-in-progress", "order.no-instalments", Illegal, Illegal, Illegal, Illegal, Illegal,
                "nothing", "nothing", "nothing", "order.payment-in-progress", "order.payment-in-progress", "order.not-delivered", "order.not-found",
            ]),
        ("Placed, by a guest", ByGuest,
            [
                "OrderPaymentRequested", "auth.sign-in-required", "order.no-instalments", Illegal, Illegal, Illegal, Illegal, Illegal,
                "nothing", "nothing", "OrderCancelled", "OrderCancelled", "OrderLineRemoved", "order.not-delivered", "GuestOrderClaimed",
            ]),
        ("Paid", Paid,
            [
                "order.already-paid", "order.already-paid", "order.no-instalments", "OrderAssemblyStarted", Illegal, Illegal, Illegal, Illegal,
                "payment.amount-mismatch", Illegal, "nothing", "OrderCancelled", "OrderLineRemoved", "order.not-delivered", "order.not-found",
            ]),
        ("Paid, on instalments", OnInstalments,
            [
                "order.already-paid", "order.already-paid", "InstalmentPaid", "OrderAssemblyStarted", Illegal, Illegal, Illegal, Illegal,
                "nothing", "nothing", "nothing", "OrderCancelled, InstalmentsRefunded", "OrderLineRemoved, InstalmentsRefunded", "order.not-delivered", "order.not-found",
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
                "nothing", "nothing", "nothing", "nothing", Illegal, "order.not-delivered", "order.not-found",
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
        if (actual == Illegal) decision.Rejection!.Facts["status"].Should().Be(status.Split(',')[0]);
    }

    [Fact]
    public void S67_the_table_has_a_row_for_every_status_and_every_row_is_in_that_status()
    {
        Table.Select(row => row.Order.Status).Distinct().Should().BeEquivalentTo(Enum.GetValues<OrderStatus>());
        Table.Should().AllSatisfy(row => row.Status.Split(',')[0].Should().Be(row.Order.Status.ToString()));
    }

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
