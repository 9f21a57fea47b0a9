using CsCheck;
using FluentAssertions;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Values;
using Xunit;

namespace Marketplace.Domain.Tests.Orders;

public class TendersProperties
{
    private const int Iterations = 5_000;

    [Fact]
    public void I4_I5_rows_add_up_to_the_lines_and_columns_to_the_tenders() =>
        RandomOrders.WithMix.Sample(mix =>
        {
            var (order, wallet, points) = mix;
            var shares = Tenders.Split(order, new Money(wallet), points);
            shares.Any(s => s.Wallet < 0 || s.Points < 0 || s.Card < 0).Should().BeFalse();
            (shares.Sum(s => s.Wallet), shares.Sum(s => s.Points)).Should().Be((wallet, points));
            shares.Sum(s => s.Card).Should().Be(order.Total.Kopecks - wallet - points * 100);
            foreach (var line in order.AllLines)
            {
                shares.Where(s => s.LineId == line.LineId).Sum(Worth).Should().Be(line.RemainingAmount.Kopecks);
            }
        }, iter: Iterations);

    [Fact]
    public void P5_no_point_pays_delivery_and_no_line_carries_more_points_than_each_of_its_units_can() =>
        RandomOrders.WithMix.Sample(mix =>
        {
            var (order, wallet, points) = mix;
            foreach (var share in Tenders.Split(order, new Money(wallet), points))
            {
                var line = order.AllLines.Single(l => l.LineId == share.LineId);
                var unit = line.RemainingAmount.Kopecks / line.Remaining;
                share.Points.Should().BeLessThanOrEqualTo(line.LineId == Guid.Empty ? 0 : unit / 100 * line.Remaining);
            }
        }, iter: Iterations);

    [Fact]
    public void P5_the_most_points_are_within_a_quarter_of_the_goods() =>
        RandomOrders.Placed.Sample(order =>
        {
            var goods = order.Lines.Sum(l => l.RemainingAmount.Kopecks);
            Tenders.MostPoints(order, OrderLife.Policy).Should().BeInRange(0, goods / 400);
        }, iter: Iterations);

    [Fact]
    public void P5_a_preview_takes_as_many_points_as_the_payment_of_its_order() =>
        RandomOrders.Quoted.Sample(
            quote => Tenders.MostPoints(quote, OrderLife.Policy) == Tenders.MostPoints(RandomOrders.Place(quote, DeliveryKind.PickupPoint), OrderLife.Policy),
            iter: Iterations);

    [Fact]
    public void I5_the_same_payment_is_split_the_same_way_every_time() =>
        RandomOrders.WithMix.Sample(
            mix => Tenders.Split(mix.Order, new Money(mix.Wallet), mix.Points).SequenceEqual(Tenders.Split(mix.Order, new Money(mix.Wallet), mix.Points)),
            iter: 500);

    private static long Worth(TenderShare share) => share.Wallet + share.Points * 100 + share.Card;
}
