using Marketplace.Domain;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Promotions;
using Marketplace.Domain.Reviews;
using Marketplace.Domain.Values;
using static Marketplace.Application.Tests.GoldenStreams.Golden;

namespace Marketplace.Application.Tests.GoldenStreams;

/// <summary>Orders that are delivered and come back, are cancelled, are bought on instalments or by a guest; and their reviews.</summary>
internal static class OrderLives
{
    private static readonly OrderPolicy Policy = new();
    private static readonly BonusCardPolicy Card = new();
    private static readonly Guid Attempt = Id("attempt");
    private static readonly Product Book = new("book", "Букварь", "books", new Money(200_00), new Money(150_00), true);
    private static readonly Product Kettle = new("kettle", "Чайник", "appliances", new Money(1_000_00), null, true);
    private static readonly DeliveryChoice ByCourier = new(DeliveryKind.Courier, null, Personal("address", "Тверская, 1"));

    private static readonly Quote Plain = Priced();

    private static readonly Quote Reduced = Priced(
        new Discount(ReductionKind.CardDiscount, "", Id("card"), 3_00, 0, null, []),
        new Discount(ReductionKind.FirstOrder, "", Id("first order"), 10_00, 0, 500_00, []),
        new Discount(ReductionKind.PromoCode, "AUTUMN-20", Id("code"), 20_00, 0, null, []));

    public static IEnumerable<ILife> All => [ComesBack(), Cancelled(), OnInstalments(), ByGuest(), UnderPromotions(), Reviewed()];

    private static Life<Order, OrderEvent> Begin(string story, Quote quote, DeliveryChoice? delivery = null) => new Life<Order, OrderEvent>($"order.{story}", Order.Evolve)
        .Then(o => OrderDecisions.Place(o, Id("order"), Maria, quote, delivery ?? ByCourier, Policy, Noon));

    private static Life<Order, OrderEvent> ComesBack()
    {
        var (book, kettle) = (Reduced.Lines[0].LineId, Reduced.Lines[1].LineId);
        var life = Begin("comes-back", Reduced)
            .Then(o => Pay(o, Id("first attempt")))
            .Then(o => PaymentDecisions.DeclineCard(o, Id("first attempt"), "do-not-honour", At(1)))
            .Then(o => Pay(o, Attempt))
            .Then(o => PaymentDecisions.ConfirmCard(o, Attempt, o.Pending!.Card, "4242", At(2)))
            .Then(o => OrderDecisions.RemoveUnits(o, Id("removal"), book, 1, At(3)))
            .Then(o => OrderDecisions.StartAssembly(o, At(60)))
            .Then(o => OrderDecisions.Ship(o, At(90)))
            .Then(o => OrderDecisions.RecordCapture(o, Attempt, o.Card!.Due, At(92)))
            .Then(o => TrackingDecisions.Report(o, Id("late report"), ShipmentStatus.InTransit, At(95), At(110)))
            .Then(o => TrackingDecisions.Report(o, Id("report"), ShipmentStatus.ArrivedAtPickupPoint, At(119), At(120)))
            .Then(o => OrderDecisions.Deliver(o, 5, Policy, On(1), [.. o.Lines.Select(l => new LineRate(l.LineId, Card.RateOf(l.Category)))]));
        return SendBack(SendBack(life, kettle, RefundDestination.Original, 2), book, RefundDestination.Wallet, 4)
            .Then(o => ReturnDecisions.RecordCardRefund(o, Attempt, Id("return on day 2"), o.Returns.Single(r => r.ReturnId == Id("return on day 2")).ToCard, On(5)));
    }

    private static Life<Order, OrderEvent> SendBack(Life<Order, OrderEvent> life, Guid line, RefundDestination refundTo, int day)
    {
        var (refused, id) = (Id($"refused on day {day}"), Id($"return on day {day}"));
        return life
            .Then(o => ReturnDecisions.RequestReturn(o, refused, [new ReturnedUnits(line, 1, ReturnReason.Defective)], refundTo, On(day)))
            .Then(o => ReturnDecisions.Reject(o, refused, "worn", On(day)))
            .Then(o => ReturnDecisions.RequestReturn(o, id, [new ReturnedUnits(line, 1, ReturnReason.NotAsDescribed)], refundTo, On(day)))
            .Then(o => ReturnDecisions.Approve(o, id, On(day)))
            .Then(o => ReturnDecisions.Receive(o, id, [new CountedUnits(line, 1)], On(day).AddHours(2)));
    }

    private static Life<Order, OrderEvent> Cancelled() => Begin("cancelled", Plain)
        .Then(o => Pay(o, Attempt))
        .Then(o => PaymentDecisions.ConfirmCard(o, Attempt, o.Pending!.Card, "4242", At(2)))
        .Then(o => OrderDecisions.Cancel(o, At(3)))
        .Then(o => OrderDecisions.RecordVoid(o, Attempt, At(4)));

    private static Life<Order, OrderEvent> OnInstalments() => Begin("on-instalments", Plain)
        .Then(o => PaymentDecisions.Pay(o, Attempt, new Money(500_00), 100, false, Policy, At(1), instalments: 3))
        .Then(o => InstalmentDecisions.Pay(o, Id("first part"), all: false, On(30)))
        .Then(o => OrderDecisions.RemoveUnits(o, Id("removal"), Plain.Lines[0].LineId, 1, On(31)))
        .Then(o => OrderDecisions.StartAssembly(o, On(32)))
        .Then(o => InstalmentDecisions.Pay(o, Id("all the rest"), all: true, On(33)));

    private static Life<Order, OrderEvent> ByGuest() =>
        new Life<Order, OrderEvent>("order.by-guest", Order.Evolve)
            .Then(o => OrderDecisions.Place(
                o, Id("order"), Id("guest"), Plain,
                new DeliveryChoice(DeliveryKind.Courier, null, new Pii<string>(Id("guest"), "address", "Тверская, 1")) { Guest = true }, Policy, Noon))
            .Then(o => PaymentDecisions.Pay(o, Attempt, Money.Zero, 0, hasCard: true, Policy, At(1)))
            .Then(o => PaymentDecisions.ConfirmCard(o, Attempt, o.Pending!.Card, "4242", At(2)))
            .Then(o => GuestDecisions.Claim(o, Maria, Personal("address", "Тверская, 1"), At(3)))
            .Then(o => OrderDecisions.StartAssembly(o, At(4)))
            .Then(o => OrderDecisions.Ship(o, At(5)))
            .Then(o => OrderDecisions.Arrive(o, At(6)));

    // Placed since an order names the version of the promotions; those above are from before it.
    private static Life<Order, OrderEvent> UnderPromotions() => Begin("under-promotions", Reduced with { PromotionPolicy = new PromotionPolicy().Version })
        .Then(o => PaymentDecisions.Pay(o, Attempt, o.Total, 0, hasCard: false, Policy, At(1)));

    private static Life<Review, ReviewEvent> Reviewed() => new Life<Review, ReviewEvent>("review.edited", Review.Evolve)
        .Then(r => ReviewDecisions.Write(r, Written(5, "Спасибо, чай цел"), delivered: true, unchanged: false, On(1)))
        .Then(r => ReviewDecisions.Write(r, Written(4, null), delivered: true, unchanged: false, On(2)));

    private static NewReview Written(int rating, string? text) => new(Id("order"), Maria, rating, text is null ? null : Personal("review", text));

    private static Decision<OrderEvent> Pay(Order order, Guid attempt) => PaymentDecisions.Pay(order, attempt, new Money(500_00), 100, hasCard: true, Policy, At(1));

    private static Quote Priced(params Discount[] discounts) => Quote.For(Id("order"), [new QuotedItem(Book, 2), new QuotedItem(Kettle, 1)], DeliveryKind.Courier, Policy, discounts);
}
