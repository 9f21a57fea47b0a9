using FluentAssertions;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Values;
using Xunit;
using static Marketplace.Domain.Tests.Promotions.PromoLife;

namespace Marketplace.Domain.Tests.Promotions;

public class PricingTests
{
    private static readonly QuotedItem[] TwoBooksAndAKettle = [new(Book, 2), new(Kettle, 1)];

    [Fact]
    public void P7_reductions_apply_one_after_the_other_each_on_what_the_one_before_it_left()
    {
        // 1,300.00 at member prices: 3 % = 39.00, then 10 % of 1,261.00 = 126.10, then 20 % of 1,134.90 = 226.98.
        var quote = Price(TwoBooksAndAKettle, Code(20_00), FirstOrder(), Card());
        quote.Discounts.Select(d => (d.Kind, d.Amount)).Should().Equal(
            (ReductionKind.CardDiscount, 39_00), (ReductionKind.FirstOrder, 126_10), (ReductionKind.PromoCode, 226_98));
        quote.Goods.Should().Be(new Money(907_92));
        quote.Lines.Should().OnlyContain(l => l.Reductions.Select(r => r.Kind).SequenceEqual(
            new[] { ReductionKind.CardDiscount, ReductionKind.FirstOrder, ReductionKind.PromoCode }));
    }

    [Fact]
    public void S80_the_member_price_comes_before_every_discount() =>
        Price([new(Book, 2)], Card()).Lines.Single().Should().BeEquivalentTo(new { UnitPrice = 150_00L, PriceKind = PriceKind.Member, Amount = 291_00L });

    [Fact]
    public void S55_the_card_discount_is_a_share_of_the_goods_and_never_of_the_delivery()
    {
        var quote = Price(TwoBooksAndAKettle, Card());
        quote.ReducedBy(ReductionKind.CardDiscount).Should().Be(Known.Roubles(39));
        quote.DeliveryFee.Should().Be(Policy.CourierFee);
    }

    [Theory]
    [InlineData(4_990_00, 499_00)]
    [InlineData(5_000_00, 500_00)]
    [InlineData(5_010_00, 500_00)]
    public void S81_the_first_order_discount_is_a_tenth_and_at_most_500_roubles(long goods, long expected) =>
        Price([new(Kettle with { Price = new Money(goods) }, 1)], FirstOrder()).ReducedBy(ReductionKind.FirstOrder).Kopecks.Should().Be(expected);

    [Fact]
    public void S82_a_code_for_some_categories_touches_no_other_line()
    {
        var quote = Price(TwoBooksAndAKettle, Code(50_00, categories: "books"));
        quote.Lines.Select(l => l.Amount).Should().Equal(150_00, 1_000_00);
        quote.Lines[1].Reductions.Should().BeEmpty();
        quote.GoodsFor(["books"]).Should().Be(Known.Roubles(300));
    }

    [Fact]
    public void S82_an_amount_off_is_split_by_the_largest_remainder_and_stops_at_nothing_left()
    {
        var quote = Price(TwoBooksAndAKettle, Code(amountOff: 100_01));
        quote.Lines.Select(l => l.Reductions.Single().Amount).Should().Equal(23_08, 76_93);
        var free = Price(TwoBooksAndAKettle, Code(amountOff: 99_999_00));
        free.Lines.Should().OnlyContain(l => l.Amount == 0);
        free.Total.Should().Be(Policy.CourierFee, "delivery is never reduced");
        free.Discounts.Single().Amount.Should().Be(1_300_00);
    }

    [Fact]
    public void X13_a_discount_that_comes_to_nothing_is_not_used()
    {
        var quote = Price([new(Book with { MemberPrice = Money.Zero }, 2)], Card(), FirstOrder(), Code(50_00));
        quote.Discounts.Should().BeEmpty();
        quote.Lines.Single().Reductions.Should().BeEmpty();
    }

    [Fact]
    public void X7_forty_per_cent_stay_forty_per_cent_when_twenty_units_become_two()
    {
        var quote = Price([new(Book, 20)], Code(40_00));
        var order = Orders.OrderLife.After(null, Place(quote));
        var rest = Orders.OrderLife.After(order, OrderDecisions.RemoveUnits(order, Known.Id("removal"), quote.Lines[0].LineId, 18, Known.Noon));
        (rest.Total - Policy.CourierFee).Should().Be(Known.Roubles(2 * 150 * 60 / 100));
    }

    [Fact]
    public void X6_a_discount_stays_on_its_line_when_another_line_is_removed()
    {
        var quote = Price(TwoBooksAndAKettle, Code(amountOff: 130_00));
        var order = Orders.OrderLife.After(null, Place(quote));
        var rest = Orders.OrderLife.After(order, OrderDecisions.RemoveUnits(order, Known.Id("removal"), quote.Lines[0].LineId, 2, Known.Noon));
        rest.Lines[1].RemainingAmount.Should().Be(Known.Roubles(900));
        rest.Lines[1].Should().Be(order.Lines[1]);
        rest.Discounts.Should().Equal(order.Discounts);
    }

    private static Decision<OrderEvent> Place(Quote quote) =>
        OrderDecisions.Place(null, Known.OrderId, Known.CustomerId, quote, Orders.OrderLife.ByCourier, Policy, Known.Noon);
}
