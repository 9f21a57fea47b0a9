using System.Numerics;
using CsCheck;
using FluentAssertions;
using Marketplace.Domain.Values;
using Xunit;

namespace Marketplace.Domain.Tests.Values;

public class PercentageTests
{
    private const int Iterations = 5_000;

    private static readonly Gen<Percentage> AnyShare = Gen.Int[0, 10_000].Select(points => new Percentage(points));

    private static readonly Gen<Money> AnyAmount = Gen.OneOf(Gen.Long[0, 300], Gen.Long[0, long.MaxValue]).Select(k => new Money(k));

    [Fact]
    public void P5_a_share_is_the_nearest_kopeck_and_half_a_kopeck_goes_up() =>
        Gen.Select(AnyShare, AnyAmount).Sample((share, amount) =>
        {
            // How far above the exact share the answer lies, in ten-thousandths of a kopeck: 5 000 is the half that goes up.
            var excess = ((BigInteger)share.Of(amount).Kopecks * 10_000) - ((BigInteger)amount.Kopecks * share.BasisPoints);
            return excess > -5_000 && excess <= 5_000;
        }, iter: Iterations);

    [Fact]
    public void P5_a_limit_is_the_most_kopecks_that_do_not_exceed_it() =>
        Gen.Select(AnyShare, AnyAmount).Sample((share, amount) =>
        {
            var shortOf = ((BigInteger)amount.Kopecks * share.BasisPoints) - ((BigInteger)share.AtMostOf(amount).Kopecks * 10_000);
            return shortOf >= 0 && shortOf < 10_000;
        }, iter: Iterations);

    [Fact]
    public void P5_a_share_never_exceeds_the_amount_and_all_of_it_is_the_amount() =>
        Gen.Select(AnyShare, AnyAmount).Sample((share, amount) =>
            share.Of(amount) >= Money.Zero && share.Of(amount) <= amount
            && Percentage.Hundred.Of(amount) == amount && Percentage.Zero.Of(amount).IsZero, iter: Iterations);

    [Theory]
    [InlineData(100, 10_000, 100)] // 1 % of 100 ₽
    [InlineData(100, 50, 1)] // 1 % of 0.50 ₽ is half a kopeck
    [InlineData(100, 49, 0)]
    [InlineData(2_500, 19_998, 5_000)]
    [InlineData(10_000, long.MaxValue, long.MaxValue)]
    public void P5_one_per_cent_accrues_whole_kopecks(int basisPoints, long amount, long share) =>
        new Percentage(basisPoints).Of(new Money(amount)).Kopecks.Should().Be(share);

    [Fact]
    public void P5_rounding_never_lifts_the_quarter_that_points_may_pay()
    {
        // A quarter of 199.98 ₽ is 49.995 ₽: the half kopeck up would let 50 points pay more than a quarter.
        var goods = new Money(19_998);
        var quarter = Percentage.OfHundred(25);
        Points.Within(quarter.AtMostOf(goods)).Should().Be(new Points(49));
        Points.Within(quarter.Of(goods)).Should().Be(new Points(50), "this is why a limit has a rounding of its own");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(10_001)]
    public void P5_a_share_lies_between_nothing_and_all(int basisPoints) =>
        FluentActions.Invoking(() => new Percentage(basisPoints)).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void P5_a_debt_has_no_share()
    {
        FluentActions.Invoking(() => Percentage.Hundred.Of(new Money(-1))).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => Percentage.Hundred.AtMostOf(new Money(-1))).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => Percentage.OfHundred(101)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => Percentage.OfHundred(int.MaxValue)).Should().Throw<OverflowException>();
    }

    [Fact]
    public void P5_shares_are_ordered_as_their_basis_points() =>
        Gen.Select(AnyShare, AnyShare).Sample((a, b) =>
        {
            var order = a.BasisPoints.CompareTo(b.BasisPoints);
            (a.CompareTo(b), a > b, a < b, a >= b, a <= b).Should().Be((order, order > 0, order < 0, order >= 0, order <= 0));
        }, iter: Iterations);

    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(1, "0.01 %")]
    [InlineData(150, "1.5 %")]
    [InlineData(2_500, "25 %")]
    [InlineData(10_000, "100 %")]
    public void P5_a_share_prints_as_per_cent(int basisPoints, string text) => new Percentage(basisPoints).ToString().Should().Be(text);
}
