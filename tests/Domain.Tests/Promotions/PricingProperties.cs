using CsCheck;
using FluentAssertions;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Ledger;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Tests.Orders;
using Marketplace.Domain.Values;
using Xunit;

namespace Marketplace.Domain.Tests.Promotions;

public class PricingProperties
{
    private const int Iterations = 3_000;

    private static readonly Gen<QuotedItem[]> Items = Gen.Select(Gen.Long[0, 5_000_00], Gen.Long[0, 5_000_00], Gen.Int[1, 20], Gen.Bool)
        .Array[1, 6].Select(lines => lines.Select((l, i) => new QuotedItem(
            new Product($"sku-{i}", "name", l.Item4 ? "books" : "food", new Money(l.Item1), new Money(l.Item2), true), l.Item3)).ToArray());

    // Lines that cost the same, between which a kopeck may go either way.
    private static readonly Gen<QuotedItem[]> Alike = Gen.Select(Gen.Long[1, 999], Gen.Int[2, 6]).Select(made => Enumerable.Range(0, made.Item2)
        .Select(i => new QuotedItem(new Product($"sku-{i}", "name", i % 2 == 0 ? "books" : "food", new Money(made.Item1), null, true), 1)).ToArray());

    private static readonly Gen<Discount[]> Discounts = Gen.Select(
        Gen.OneOf(ReductionKind.CardDiscount, ReductionKind.FirstOrder, ReductionKind.PromoCode),
        Gen.Int[0, 10_000], Gen.Long[0, 3_000_00], Gen.Long[-1_000_00, 1_000_00].Select(v => v > 0 ? v : (long?)null), Gen.Bool)
        .Array[0, 4].Select(all => all.Select((d, i) => new Discount(
            d.Item1, $"source-{i}", Known.Id($"source {i}"), d.Item2, d.Item3, d.Item4, d.Item5 ? ["books"] : [])).ToArray());

    [Fact]
    public void I5_lines_less_their_reductions_add_up_to_the_total_and_no_line_is_below_nothing() =>
        Gen.Select(Items, Discounts).Sample((items, discounts) =>
        {
            var quote = Price(items, discounts);
            quote.Lines.Should().OnlyContain(l => l.Amount >= 0 && l.Amount == l.UnitPrice * l.Quantity - l.Reductions.Sum(r => r.Amount));
            quote.Lines.SelectMany(l => l.Reductions).Any(r => r.Amount <= 0).Should().BeFalse();
            quote.DeliveryFee.Should().Be(OrderLife.Policy.CourierFee);
            quote.Discounts.Sum(d => d.Amount).Should().Be(quote.Lines.Sum(l => l.UnitPrice * l.Quantity) - quote.Goods.Kopecks);
        }, iter: Iterations);

    [Fact]
    public void S63_the_preview_is_the_placement_to_the_kopeck_whatever_is_ordered_and_reduced() =>
        Gen.Select(Items, Discounts, Gen.Bool, Gen.Bool).Sample((items, discounts, byCourier, guest) =>
        {
            // A preview knows no order yet, and looks the promotions up anew.
            var kind = byCourier ? DeliveryKind.Courier : DeliveryKind.PickupPoint;
            var preview = Quote.For(Guid.Empty, items, kind, OrderLife.Policy, [.. discounts.Reverse()], guest);
            var quote = Quote.For(Known.OrderId, items, kind, OrderLife.Policy, discounts, guest);
            var delivery = new DeliveryChoice(kind, "msk-1", OrderLife.ByCourier.Address);
            var placed = (OrderPlaced)OrderDecisions.Place(null, Known.OrderId, Known.CustomerId, quote, delivery, OrderLife.Policy, Known.Noon).Events[0];
            (placed.Total, placed.DeliveryFee).Should().Be((preview.Total.Kopecks, preview.DeliveryFee.Kopecks));
            placed.Lines.Should().BeEquivalentTo(preview.Lines, o => o.WithStrictOrdering().Excluding(l => l.LineId));
            placed.Discounts.Should().Equal(preview.Discounts);
            Order.Evolve(null, placed)!.Total.Should().Be(preview.Total);
        }, iter: Iterations);

    [Fact]
    public void X34_whatever_groups_a_customer_is_in_and_however_they_are_named_there_is_one_price() =>
        Gen.Select(Items, Discounts, Gen.Int[0, 1_000]).Sample((items, discounts, seed) =>
        {
            var shuffled = discounts.OrderBy(d => Known.Id($"{seed} {d.Source}")).Concat(discounts).ToArray();
            var (one, other) = (Price(items, discounts), Price(items, shuffled));
            other.Lines.Should().BeEquivalentTo(one.Lines, o => o.WithStrictOrdering());
            other.Discounts.Should().Equal(one.Discounts);
        }, iter: Iterations);

    [Fact]
    public void X34_the_same_goods_cost_the_same_in_whatever_order_they_are_named() =>
        Gen.Select(Gen.OneOf(Items, Alike), Discounts, Gen.Int[0, 1_000]).Sample((items, discounts, seed) =>
        {
            QuotedItem[] shuffled = [.. items.OrderBy(i => Known.Id($"{seed} {i.Product.Sku}"))];
            var (one, other) = (Price(items, discounts), Price(shuffled, discounts));
            other.Total.Should().Be(one.Total);
            other.Discounts.Should().Equal(one.Discounts);
            other.Lines.OrderBy(l => l.Sku, StringComparer.Ordinal).Should().BeEquivalentTo(one.Lines.OrderBy(l => l.Sku, StringComparer.Ordinal), o => o.WithStrictOrdering());
        }, iter: Iterations);

    [Fact]
    public void X34_of_two_reductions_of_one_kind_the_better_one_counts_and_never_both() =>
        Gen.Select(Items, Discounts).Sample((items, discounts) =>
        {
            var quote = Price(items, discounts);
            quote.Lines.Should().AllSatisfy(l => l.Reductions.Select(r => r.Kind).Should().OnlyHaveUniqueItems());
            foreach (var same in discounts.GroupBy(d => d.Kind))
            {
                var others = discounts.Where(d => d.Kind < same.Key).ToArray();
                var best = same.Max(d => Price(items, [.. others, d]).ReducedBy(same.Key).Kopecks);
                Price(items, [.. others, .. same]).ReducedBy(same.Key).Kopecks.Should().Be(best);
            }
        }, iter: Iterations);

    [Fact]
    public void X6_X7_D16_I6_what_was_reduced_and_paid_comes_back_to_the_kopeck_in_any_order_of_removals() =>
        Gen.Select(Items, Discounts, Gen.Int[0, 100], Gen.Select(Gen.Int[0, 99], Gen.Int[1, 7]).Array[30]).Sample((items, discounts, wallet, steps) =>
        {
            var check = new InvariantCheck();
            var (version, back) = (0L, 0L);
            var quote = Price(items, discounts);
            var order = Tell(null, OrderDecisions.Place(null, Known.OrderId, Known.CustomerId, quote, OrderLife.ByCourier, OrderLife.Policy, Known.Noon));
            order = Tell(order, OrderLife.Pay(order, order.Total.Kopecks * wallet / 100, 0));
            if (order.Pending is { } pending) order = Tell(order, PaymentDecisions.ConfirmCard(order, pending.AttemptId, pending.Card, "4242", Known.Noon));
            foreach (var (pick, units) in steps)
            {
                var line = order.Lines[pick % order.Lines.Count];
                if (order.Status == OrderStatus.Cancelled || line.Remaining == 0) continue;
                var others = order.Lines.Remove(line);
                order = Tell(order, OrderDecisions.RemoveUnits(order, Guid.NewGuid(), line.LineId, Math.Min(units, line.Remaining), Known.Noon));
                if (order.Status != OrderStatus.Cancelled) order.Lines.RemoveAll(l => l.LineId == line.LineId).Should().Equal(others);
            }

            Tell(order, OrderDecisions.Cancel(order, Known.Noon)).Total.Should().Be(Money.Zero);
            back.Should().Be(quote.Total.Kopecks);
            check.Finish().Where(v => v.Invariant is "I5" or "I6").Should().BeEmpty();

            Order Tell(Order? before, Decision<OrderEvent> decision)
            {
                foreach (var happened in decision.Events)
                {
                    check.Add(Known.OrderId, ++version, happened);
                    back += happened switch
                    {
                        OrderLineRemoved e => e.GivenBack.Wallet + e.GivenBack.Card,
                        OrderCancelled e => e.GivenBack.Sum(s => s.Wallet + s.Card),
                        _ => 0,
                    };
                }

                return OrderLife.After(before, decision);
            }
        }, iter: Iterations / 3);

    private static Quote Price(IReadOnlyList<QuotedItem> items, params Discount[] discounts) =>
        Quote.For(Known.OrderId, items, DeliveryKind.Courier, OrderLife.Policy, discounts);
}
