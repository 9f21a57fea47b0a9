using FluentAssertions;
using Marketplace.Domain.Orders;
using Xunit;
using static Marketplace.Domain.Tests.Orders.OrderLife;

namespace Marketplace.Domain.Tests.Orders;

/// <summary>S67 as one table: what every step does to an order in every status, an event, nothing, or a refusal by its code.</summary>
public class OrderStateMachineTests
{
    private const string Illegal = "order.invalid-transition";

    private static readonly string[] Steps = ["payment", "assembly", "shipment", "arrival", "delivery", "cancellation", "removal", "return"];

    private static readonly (string Status, Order Order, string[] Outcomes)[] Table =
    [
        ("Placed", Placed,
            ["OrderPaymentRequested", Illegal, Illegal, Illegal, Illegal, "OrderCancelled", "OrderLineRemoved", "order.not-delivered"]),
        ("Placed, the card pending", CardPending,
            ["order.payment-in-progress", Illegal, Illegal, Illegal, Illegal, "order.payment-in-progress", "order.payment-in-progress", "order.not-delivered"]),
        ("Paid", Paid,
            ["order.already-paid", "OrderAssemblyStarted", Illegal, Illegal, Illegal, "OrderCancelled", "OrderLineRemoved", "order.not-delivered"]),
        ("Assembling", Assembling,
            ["order.already-paid", "nothing", "OrderShipped", Illegal, Illegal, "OrderCancelled", "order.assembly-started", "order.not-delivered"]),
        ("Shipped", Shipped,
            ["order.already-paid", Illegal, "nothing", "OrderArrived", "OrderDelivered", "order.already-shipped", "order.assembly-started", "order.not-delivered"]),
        ("ReadyForPickup", ReadyForPickup,
            ["order.already-paid", Illegal, Illegal, "nothing", "OrderDelivered", "order.already-shipped", "order.assembly-started", "order.not-delivered"]),
        ("Delivered", Delivered,
            ["order.already-paid", Illegal, Illegal, Illegal, "nothing", "order.already-shipped", "order.assembly-started", "ReturnRequested"]),
        ("PartlyReturned", PartlyReturned,
            ["order.already-paid", Illegal, Illegal, Illegal, Illegal, "order.already-shipped", "order.assembly-started", "ReturnRequested"]),
        ("Returned", Returned,
            ["order.already-paid", Illegal, Illegal, Illegal, Illegal, "order.already-shipped", "order.assembly-started", "order.quantity-exceeds"]),
        ("Cancelled", Cancelled,
            [Illegal, Illegal, Illegal, Illegal, Illegal, "nothing", Illegal, "order.not-delivered"]),
        ("Cancelled, never paid", CancelledUnpaid,
            [Illegal, Illegal, Illegal, Illegal, Illegal, "nothing", Illegal, "order.not-delivered"]),
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
        "payment" => Pay(order, attempt: "another attempt"),
        "assembly" => OrderDecisions.StartAssembly(order, Known.Noon),
        "shipment" => OrderDecisions.Ship(order, Known.Noon),
        "arrival" => OrderDecisions.Arrive(order, Known.Noon),
        "delivery" => OrderDecisions.Deliver(order, PointsEarned, Policy, Known.Noon),
        "cancellation" => OrderDecisions.Cancel(order, Known.Noon),
        "removal" => OrderDecisions.RemoveUnits(order, Known.Id("removal"), KettleLine, 1, Known.Noon),
        "return" => Announce(order, "return", (KettleLine, 1)),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "no such step"),
    };
}
