using System.Numerics;
using CsCheck;
using FluentAssertions;
using Marketplace.Domain.Values;
using Xunit;

namespace Marketplace.Domain.Tests.Values;

public class PointsTests
{
    private const int Iterations = 5_000;

    private static readonly Gen<Points> AnyPoints = Gen.OneOf(Gen.Long[-1_000, 1_000], Gen.Long).Select(count => new Points(count));

    [Fact]
    public void P5_a_point_is_worth_one_rouble() => new Points(12).Worth.Should().Be(new Money(1_200));

    [Fact]
    public void P5_sums_differences_and_worth_are_exact_or_overflow() =>
        Gen.Select(AnyPoints, AnyPoints).Sample((a, b) =>
            ExactOrOverflow(() => (a + b).Count, (BigInteger)a.Count + b.Count)
            && ExactOrOverflow(() => (a - b).Count, (BigInteger)a.Count - b.Count)
            && ExactOrOverflow(() => a.Worth.Kopecks, (BigInteger)a.Count * 100), iter: Iterations);

    [Fact]
    public void P5_the_points_within_an_amount_are_the_most_it_can_hold() =>
        Gen.OneOf(Gen.Long[0, 1_000], Gen.Long[0, long.MaxValue]).Sample(kopecks =>
        {
            var points = Points.Within(new Money(kopecks));
            return points.Worth.Kopecks <= kopecks && kopecks - points.Worth.Kopecks < 100;
        }, iter: Iterations);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(99, 0)]
    [InlineData(100, 1)]
    [InlineData(199, 1)]
    public void P5_kopecks_short_of_a_rouble_give_no_point(long kopecks, long points) =>
        Points.Within(new Money(kopecks)).Count.Should().Be(points);

    [Fact]
    public void P5_no_points_hide_in_a_debt_and_none_wrap_round()
    {
        FluentActions.Invoking(() => Points.Within(new Money(-1))).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => Points.Sum([new Points(long.MaxValue), new Points(1)])).Should().Throw<OverflowException>();
        FluentActions.Invoking(() => new Points((long.MaxValue / 100) + 1).Worth).Should().Throw<OverflowException>();
    }

    [Fact]
    public void P5_points_are_ordered_and_summed_as_their_counts() =>
        Gen.Select(AnyPoints, AnyPoints).Sample((a, b) =>
        {
            var order = a.Count.CompareTo(b.Count);
            (a.CompareTo(b), a > b, a < b, a >= b, a <= b).Should().Be((order, order > 0, order < 0, order >= 0, order <= 0));
            Points.Min(a, b).Count.Should().Be(Math.Min(a.Count, b.Count));
            Points.Sum([a]).Should().Be(a);
        }, iter: Iterations);

    [Fact]
    public void P5_points_say_whether_any_are_left()
    {
        Points.Zero.Should().Match<Points>(none => none.IsZero && !none.IsPositive);
        new Points(1).Should().Match<Points>(one => !one.IsZero && one.IsPositive);
        Points.Sum([]).Should().Be(Points.Zero);
        new Points(1_234).ToString().Should().Be("1,234 points");
    }

    private static bool ExactOrOverflow(Func<long> operation, BigInteger exact)
    {
        try
        {
            return operation() == exact;
        }
        catch (OverflowException)
        {
            return exact > long.MaxValue || exact < long.MinValue;
        }
    }
}
