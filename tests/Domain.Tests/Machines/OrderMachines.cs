using Marketplace.Domain.Customers;
using Marketplace.Domain.Favourites;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Reviews;
using Marketplace.Domain.Stock;
using Marketplace.Domain.Support;
using Marketplace.Domain.Tests.Orders;
using static Marketplace.Domain.Tests.Known;
using static Marketplace.Domain.Tests.Machines.Machines;
using static Marketplace.Domain.Tests.Orders.OrderLife;

namespace Marketplace.Domain.Tests.Machines;

/// <summary>Orders and what customers have to do with goods besides: reviews, stock, favourites and questions.</summary>
internal static class OrderMachines
{
    private static Order ToTheCard => Delivered
        .Then(o => Announce(o, "return", RefundDestination.Original, (KettleLine, 1))).Refunded("return", (KettleLine, 1));

    private static IEnumerable<(string Name, Order? State)> Orders =>
    [
        ("none", null),
        ("placed", Placed),
        ("placed by a guest", After(null, OrderDecisions.Place(null, OrderId, GuestDecisions.OwnerOf(OrderId), Priced, ByCourier with { Guest = true }, Policy, Noon))),
        ("card pending", CardPending),
        ("card declined", CardPending.Then(o => PaymentDecisions.DeclineCard(o, Id(Attempt), "do-not-honour", Noon))),
        ("paid", Paid),
        ("paid on instalments", Placed.Then(o => PaymentDecisions.Pay(o, Id(Attempt), Roubles(500), 100, false, Policy, Noon, 3))),
        ("assembling", Assembling),
        ("shipped", Shipped),
        ("ready for pick-up", ReadyForPickup),
        ("delivered", Delivered),
        ("return asked for", Delivered.Then(o => Announce(o, "return", (KettleLine, 1)))),
        ("return rejected", Delivered.Then(o => Announce(o, "return", (KettleLine, 1))).Then(o => ReturnDecisions.Reject(o, Id("return"), "worn", Noon))),
        ("return approved", Delivered.Then(o => Announce(o, "return", (KettleLine, 1))).Then(o => ReturnDecisions.Approve(o, Id("return"), Noon))),
        ("returned in part", Delivered.Then(o => Announce(o, "return", (KettleLine, 1))).Refunded("return", (KettleLine, 1))),
        ("returned in part to the card", ToTheCard),
        ("given back to the card", ToTheCard.Then(o => ReturnDecisions.RecordCardRefund(o, Id(Attempt), Id("return"), o.Returns[0].ToCard, Noon))),
        ("returned", Returned),
        ("cancelled", Cancelled),
        ("cancelled and let go", Cancelled.Then(o => OrderDecisions.RecordVoid(o, Id(Attempt), Noon))),
        ("cancelled unpaid", CancelledUnpaid),
    ];

    public static Machine Order { get; } = Machine.Of<Order, OrderEvent>("order", Orders, new()
    {
        ["orderId"] = OrderId,
        ["customerId"] = CustomerId,
        ["Guest.Claim.customerId"] = Id("another customer"),
        ["quote"] = Priced,
        ["delivery"] = ByCourier,
        ["address"] = null,
        ["attemptId"] = Id(Attempt),
        ["Payment.Pay.attemptId"] = Id("another attempt"),
        ["wallet"] = Roubles(500),
        ["points"] = 0,
        ["hasCard"] = true,
        ["authorised"] = Roubles(999),
        ["lastFour"] = "4242",
        ["reason"] = "worn",
        ["paymentId"] = Id("instalment"),
        ["all"] = false,
        ["pointsEarned"] = PointsEarned,
        ["removalId"] = Id("removal"),
        ["lineId"] = KettleLine,
        ["quantity"] = 1,
        ["amount"] = Roubles(999),
        ["Return.RecordCardRefund.amount"] = ToTheCard.Returns[0].ToCard,
        ["reportId"] = Id("report"),
        ["status"] = ShipmentStatus.ArrivedAtPickupPoint,
        ["occurredAt"] = Noon,
        ["Unpaid.Lapse.now"] = Noon.AddDays(1),
        ["returnId"] = Id("return"),
        ["Return.RequestReturn.returnId"] = Id("another return"),
        ["units"] = new[] { new ReturnedUnits(KettleLine, 1, ReturnReason.ChangedMind) },
        ["refundTo"] = RefundDestination.Wallet,
        ["counted"] = new[] { new CountedUnits(KettleLine, 1) },
    });

    private static ReviewEvent Left => new ReviewLeft(Domain.Reviews.Review.IdOf(OrderId), OrderId, CustomerId, 5, null, Noon);

    public static Machine Review { get; } = Machine.Of<Review, ReviewEvent>(
        "review",
        [("none", null), ("left", Folded<Review, ReviewEvent>(Domain.Reviews.Review.Evolve, Left))],
        new() { ["written"] = new NewReview(OrderId, CustomerId, 4, null), ["delivered"] = true, ["unchanged"] = false });

    private const string Tea = "tea";
    private static readonly Guid TeaId = StockIds.Of(Tea);

    private static ProductStock Stocked(params StockEvent[] since) => Folded<ProductStock, StockEvent>(ProductStock.Evolve, [new StockOpened(TeaId, Tea, Noon), .. since]);

    private static ItemReserved Reserved(DateTimeOffset until) => new ItemReserved(TeaId, Id("reservation"), CustomerId, Tea, 2, until, Noon.AddDays(-1));

    private static IEnumerable<(string Name, ProductStock? State)> Stocks =>
    [
        ("never counted", null),
        ("sold out", Stocked()),
        ("there", Stocked(new StockReceived(TeaId, 5, Noon))),
        ("taken by the order", Stocked(new StockReceived(TeaId, 2, Noon), new StockTaken(TeaId, OrderId, 2, Noon))),
        ("reserved for the customer", Stocked(new StockReceived(TeaId, 2, Noon), Reserved(Noon.AddHours(1)))),
        ("reserved until now", Stocked(new StockReceived(TeaId, 2, Noon), Reserved(Noon))),
        ("waited for by the customer", Stocked(new WaitlistJoined(TeaId, CustomerId, Tea, Noon))),
    ];

    public static Machine Stock { get; } = Machine.Of<ProductStock, StockEvent>("stock", Stocks, new()
    {
        ["sku"] = Tea,
        ["quantity"] = 2,
        ["counted"] = 3,
        ["customerId"] = CustomerId,
        ["orderId"] = OrderId,
        ["causeId"] = Id("cause"),
        ["reservationId"] = Id("reservation"),
        ["Reservation.Reserve.reservationId"] = Id("another reservation"),
        ["open"] = 0,
    });

    private static FavouriteEvent Added => new FavouriteAdded(Id("favourites"), CustomerId, Tea, Noon);

    public static Machine Favourites { get; } = Machine.Of<FavouriteList, FavouriteEvent>(
        "favourites",
        [("none", null), ("with the product", Folded<FavouriteList, FavouriteEvent>(FavouriteList.Evolve, Added)), ("with another", Folded<FavouriteList, FavouriteEvent>(FavouriteList.Evolve, (FavouriteAdded)Added with { Sku = "book" }))],
        new() { ["listId"] = Id("favourites"), ["customerId"] = CustomerId, ["sku"] = Tea, ["isKnown"] = true });

    private static readonly Pii<string> Text = new(CustomerId, "support-question", "Where is it?");

    private static SupportQuestionEvent Put => new SupportQuestionAsked(Id("question"), CustomerId, SupportTopic.Delivery, OrderId, Text, Noon);

    public static Machine Question { get; } = Machine.Of<SupportQuestion, SupportQuestionEvent>(
        "support question",
        [("none", null), ("asked", Folded<SupportQuestion, SupportQuestionEvent>(SupportQuestion.Evolve, Put)), ("answered", Folded<SupportQuestion, SupportQuestionEvent>(SupportQuestion.Evolve, Put, new SupportQuestionAnswered(Id("question"), "agent-7", Text, Noon)))],
        new() { ["existing"] = null, ["asked"] = new NewQuestion(Id("question"), CustomerId, SupportTopic.Delivery, OrderId, Text), ["open"] = 0, ["agentId"] = "agent-7", ["text"] = Text });
}
