using Marketplace.Domain.Orders;
using Xunit;
using static Marketplace.Domain.Tests.Known;
using static Marketplace.Domain.Tests.Orders.OrderLife;
using static Marketplace.Domain.Tests.StoryWords;

namespace Marketplace.Domain.Tests.Orders;

public class OrderStories
{
    private static readonly Guid AttemptId = Id(Attempt);

    [Fact]
    public void S63_to_S71_an_order_is_reduced_delivered_and_comes_back_in_two_returns()
    {
        var story = Begin()
            .Tell(At(2), o => PaymentDecisions.ConfirmCard(o, AttemptId, Roubles(999), "4242", At(2)))
            .Tell(At(3), o => OrderDecisions.RemoveUnits(o, Id("removal"), BookLine, 1, At(3)))
            .Tell(At(60), o => OrderDecisions.StartAssembly(o, At(60)))
            .Tell(At(61), o => OrderDecisions.RemoveUnits(o, Id("too late"), BookLine, 1, At(61)))
            .Tell(At(90), o => OrderDecisions.Ship(o, At(90)))
            .Tell(At(91), o => OrderDecisions.Cancel(o, At(91)))
            .Tell(At(92), o => OrderDecisions.RecordCapture(o, AttemptId, new(o.Card!.Due.Kopecks), At(92)));
        Deliver(story);
        SendBack(story, "kettle", KettleLine, RefundDestination.Original, Noon.AddDays(2));
        story.Tell(Noon.AddDays(3), o => ReturnDecisions.RecordCardRefund(o, AttemptId, Id("kettle"), o.Returns.Single(r => r.ReturnId == Id("kettle")).ToCard, Noon.AddDays(3)));
        SendBack(story, "book", BookLine, RefundDestination.Wallet, Noon.AddDays(4));
        Snapshots.Match(story.ToString(), "an order that comes back");
    }

    [Fact]
    public void S63_an_order_is_paid_after_its_card_was_declined() =>
        Snapshots.Match(
            Begin()
                .Tell(At(2), o => OrderDecisions.Cancel(o, At(2)))
                .Tell(At(3), o => PaymentDecisions.DeclineCard(o, AttemptId, "do-not-honour", At(3)))
                .Tell(At(4), o => Pay(o))
                .Tell(At(5), o => PaymentDecisions.ConfirmCard(o, AttemptId, Roubles(999), "4242", At(5)))
                .Tell(At(6), o => Pay(o, 1_299_00, 400, attempt: "second"))
                .Tell(At(7), o => Pay(o, 1_299_00, 300, hasCard: false, attempt: "second"))
                .Tell(At(8), o => Pay(o, attempt: "third"))
                .ToString(),
            "an order paid at the second attempt");

    [Fact]
    public void S69_an_order_is_cancelled_after_it_was_paid() =>
        Snapshots.Match(
            Begin()
                .Tell(At(2), o => PaymentDecisions.ConfirmCard(o, AttemptId, Roubles(999), "4242", At(2)))
                .Tell(At(3), o => OrderDecisions.Cancel(o, At(3)))
                .Tell(At(4), o => OrderDecisions.Cancel(o, At(4)))
                .Tell(At(5), o => OrderDecisions.RecordVoid(o, AttemptId, At(5)))
                .Tell(At(6), o => OrderDecisions.StartAssembly(o, At(6)))
                .ToString(),
            "an order that is cancelled");

    private static Story<Order, OrderEvent> Begin() => new Story<Order, OrderEvent>(Order.Evolve, Facts, Standing)
        .Tell(Noon, o => OrderDecisions.Place(o, OrderId, CustomerId, Priced, ByCourier, Policy, Noon))
        .Tell(At(1), o => Pay(o));

    private static void Deliver(Story<Order, OrderEvent> story)
    {
        var (earned, rates) = (Earning.PointsOf(story.State!), Earning.RatesOf(story.State!));
        story
            .Tell(At(120), o => OrderDecisions.Arrive(o, At(120)))
            .Tell(Noon.AddDays(1), o => OrderDecisions.Deliver(o, earned, Policy, Noon.AddDays(1), rates));
    }

    private static void SendBack(Story<Order, OrderEvent> story, string id, Guid line, RefundDestination refundTo, DateTimeOffset at) => story
        .Tell(at, o => ReturnDecisions.RequestReturn(o, Id(id), [new ReturnedUnits(line, 1, ReturnReason.Defective)], refundTo, at))
        .Tell(at.AddHours(1), o => ReturnDecisions.Approve(o, Id(id), at.AddHours(1)))
        .Tell(at.AddHours(2), o => ReturnDecisions.Receive(o, Id(id), [new CountedUnits(line, 1)], at.AddHours(2)));

    private static DateTimeOffset At(int minute) => Noon.AddMinutes(minute);

    private static string Facts(OrderEvent happened) => happened switch
    {
        OrderPlaced e => $"{string.Join(", ", e.Lines.Select(l => $"{l.Quantity} × {l.Sku} {Rub(l.UnitPrice)} ({l.PriceKind})"))}, {e.Delivery} {Rub(e.DeliveryFee)}",
        OrderPaymentRequested e => Mix(e.WalletAmount, e.Points, e.CardAmount),
        OrderPaymentDeclined e => e.Reason,
        OrderPaid e => Mix(e.WalletAmount, e.Points, e.CardAmount),
        OrderShipped e => $"card is charged {Rub(e.CardAmount)}",
        OrderDelivered e => $"{e.PointsEarned} points earned, returnable until {Day(e.ReturnableUntil)}",
        CardPaymentCaptured e => Rub(e.Amount),
        OrderLineRemoved e => $"units: {e.Quantity}, for {Rub(e.Amount)}, back {Mix([e.GivenBack])}",
        OrderCancelled e => $"back {Mix(e.GivenBack)}",
        ReturnRequested e => $"units: {e.Units.Sum(u => u.Quantity)}, card share to {e.RefundTo}",
        ReturnReceived e => $"units: {e.Counted.Sum(u => u.Quantity)}",
        ReturnRefunded e => $"{Rub(e.ToWallet)} to the wallet, {Rub(e.ToCard)} to the card, {e.GivenBack.Sum(s => s.Points)} points back, {e.PointsTakenBack} earned points taken back",
        CardRefunded e => Rub(e.Amount),
        _ => "",
    };

    private static string Mix(IReadOnlyList<TenderShare> shares) => Mix(shares.Sum(s => s.Wallet), shares.Sum(s => s.Points), shares.Sum(s => s.Card));

    private static string Mix(long wallet, long points, long card) => $"wallet {Rub(wallet)}, {points} points, card {Rub(card)}";

    private static string Standing(Order order) =>
        $"{order.Status}, units: {order.Lines.Sum(l => l.Remaining)}, {order.Total}"
        + (order.Pending is null ? "" : ", a card payment is open")
        + (order.Card is { } card ? card.Captured ? ", card charged" : card.Voided ? ", card let go" : ", card authorised" : "");
}
