using Marketplace.Domain.Orders;
using Marketplace.Domain.Promotions;
using Marketplace.Domain.Tests.Orders;
using Marketplace.Domain.Values;
using Xunit;
using static Marketplace.Domain.Tests.Known;
using static Marketplace.Domain.Tests.Promotions.PromoLife;
using static Marketplace.Domain.Tests.StoryWords;

namespace Marketplace.Domain.Tests.Promotions;

public class PromotionStories
{
    [Fact]
    public void S82_X10_the_life_of_a_promo_code() => Snapshots.Match(
        new Story<Promotion, PromotionEvent>(Promotion.Evolve, Facts, p => $"{p.Code}, in use: {p.Uses.Count}")
            .Tell(Noon, _ => PromotionDecisions.Define(null, "autumn-20", Terms with { UsesInTotal = 2 }, Noon))
            .Tell(At(1), p => PromotionDecisions.Use(p, Use("one", "anna"), At(1)))
            .Tell(At(2), p => PromotionDecisions.Use(p, Use("one", "anna"), At(2)))
            .Tell(At(3), p => PromotionDecisions.Use(p, Use("two", "anna"), At(3)))
            .Tell(At(4), p => PromotionDecisions.Use(p, Use("three", "boris", goods: 499_99), At(4)))
            .Tell(At(5), p => PromotionDecisions.Use(p, Use("three", "boris"), At(5)))
            .Tell(At(6), p => PromotionDecisions.Use(p, Use("four", "vera"), At(6)))
            .Tell(At(7), p => PromotionDecisions.Release(p, Id("one"), At(7)))
            .Tell(At(8), p => PromotionDecisions.Use(p, Use("four", "vera"), At(8)))
            .Tell(At(9), p => PromotionDecisions.Define(p, "AUTUMN-20", Terms with { UsesInTotal = 1 }, At(9)))
            .Tell(At(10), p => PromotionDecisions.Use(p, Use("five", "gleb"), At(10)))
            .Tell(Noon.AddDays(30), p => PromotionDecisions.Use(p, Use("six", "daria"), Noon.AddDays(30)))
            .ToString(),
        "the life of a promo code");

    [Fact]
    public void P7_D16_X6_an_order_with_every_discount_is_reduced_and_delivered() => Snapshots.Match(
        new Story<Order, OrderEvent>(Order.Evolve, Facts, Standing)
            .Tell(Noon, o => OrderDecisions.Place(o, OrderId, CustomerId, EveryDiscount, OrderLife.ByCourier, Policy, Noon))
            .Tell(At(1), o => OrderDecisions.RemoveUnits(o, Id("removal"), EveryDiscount.Lines[0].LineId, 1, At(1)))
            .Tell(At(2), o => PaymentDecisions.Pay(o, Id("attempt"), o.Total, 0, false, Policy, At(2)))
            .Tell(At(3), o => OrderDecisions.RemoveUnits(o, Id("another"), EveryDiscount.Lines[1].LineId, 1, At(3)))
            .Tell(At(4), o => OrderDecisions.Cancel(o, At(4)))
            .ToString(),
        "an order with every discount");

    private static Quote EveryDiscount { get; } = Price([new(Book, 3), new(Kettle, 1)], Card(), FirstOrder(), Code(20_00));

    private static DateTimeOffset At(int minute) => Noon.AddMinutes(minute);

    private static string Facts(PromotionEvent happened) => happened switch
    {
        PromoCodeDefined e => $"{new Percentage(e.BasisPoints)} from {Rub(e.MinimumSum)} until {Day(e.ValidUntil)}, {e.UsesPerCustomer} each, {e.UsesInTotal} in all",
        _ => "",
    };

    private static string Facts(OrderEvent happened) => happened switch
    {
        OrderPlaced e => string.Join("; ", e.Lines.Select(l =>
            $"{l.Quantity} × {l.Sku} {Rub(l.UnitPrice)}{string.Concat(l.Reductions.Select(r => $" − {r.Kind} {Rub(r.Amount)}"))} = {Rub(l.Amount)}")),
        OrderLineRemoved e => $"units: {e.Quantity}, for {Rub(e.Amount)}, back {Rub(e.GivenBack.Wallet)}",
        OrderPaid e => Rub(e.WalletAmount),
        OrderCancelled e => $"back {Rub(e.GivenBack.Sum(s => s.Wallet))}",
        _ => "",
    };

    private static string Standing(Order order) => $"{order.Status}, units: {order.Lines.Sum(l => l.Remaining)}, {order.Total}";
}
