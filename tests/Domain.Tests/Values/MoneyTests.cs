using System.Numerics;
using CsCheck;
using FluentAssertions;
using Marketplace.Domain.Values;
using Xunit;

namespace Marketplace.Domain.Tests.Values;

public class MoneyTests
{
    private const int Iterations = 5_000;

    private static readonly Gen<Money> AnyMoney = Gen
        .OneOf(Gen.Long, Gen.Long[-1_000, 1_000], Gen.OneOf(long.MinValue, -1, 0, 1, long.MaxValue))
        .Select(kopecks => new Money(kopecks));

    [Fact]
    public void P1_adding_and_subtracting_give_the_exact_number_or_overflow() =>
        Gen.Select(AnyMoney, AnyMoney).Sample((a, b) =>
            ExactOrOverflow(() => a + b, (BigInteger)a.Kopecks + b.Kopecks)
            && ExactOrOverflow(() => a - b, (BigInteger)a.Kopecks - b.Kopecks), iter: Iterations);

    [Fact]
    public void P1_multiplying_by_a_quantity_gives_the_exact_number_or_overflows() =>
        Gen.Select(AnyMoney, Gen.Int).Sample(
            (a, quantity) => ExactOrOverflow(() => a * quantity, (BigInteger)a.Kopecks * quantity),
            iter: Iterations);

    [Fact]
    public void P1_a_sum_equals_its_parts_or_overflows() =>
        Gen.Long[0, long.MaxValue / 2].Array[0, 6].Sample(
            parts => ExactOrOverflow(
                () => Money.Sum(parts.Select(k => new Money(k))),
                parts.Aggregate(BigInteger.Zero, (sum, k) => sum + k)),
            iter: Iterations);

    [Fact]
    public void P1_no_sum_wraps_round()
    {
        var most = new Money(long.MaxValue);
        var least = new Money(long.MinValue);
        FluentActions.Invoking(() => most + new Money(1)).Should().Throw<OverflowException>();
        FluentActions.Invoking(() => least - new Money(1)).Should().Throw<OverflowException>();
        FluentActions.Invoking(() => least * -1).Should().Throw<OverflowException>();
        FluentActions.Invoking(() => Money.Sum([most, new Money(1)])).Should().Throw<OverflowException>();
    }

    [Fact]
    public void P1_amounts_are_ordered_as_their_kopecks() =>
        Gen.Select(AnyMoney, AnyMoney).Sample((a, b) =>
        {
            var order = a.Kopecks.CompareTo(b.Kopecks);
            (a.CompareTo(b), a > b, a < b, a >= b, a <= b, a == b)
                .Should().Be((order, order > 0, order < 0, order >= 0, order <= 0, order == 0));
            Money.Min(a, b).Kopecks.Should().Be(Math.Min(a.Kopecks, b.Kopecks));
        }, iter: Iterations);

    [Theory]
    [InlineData(0, "0.00 ₽")]
    [InlineData(5, "0.05 ₽")]
    [InlineData(-5, "-0.05 ₽")]
    [InlineData(123_405, "1,234.05 ₽")]
    [InlineData(-100_000_000, "-1,000,000.00 ₽")]
    [InlineData(long.MaxValue, "92,233,720,368,547,758.07 ₽")]
    [InlineData(long.MinValue, "-92,233,720,368,547,758.08 ₽")]
    public void P1_money_prints_as_roubles_and_kopecks(long kopecks, string text) => new Money(kopecks).ToString().Should().Be(text);

    [Fact]
    public void P1_what_is_printed_reads_back_as_the_same_kopecks() =>
        AnyMoney.Sample(money =>
        {
            var digits = money.ToString().Replace(" ₽", "").Replace(",", "").Replace(".", "");
            return BigInteger.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) == money.Kopecks;
        }, iter: Iterations);

    [Fact]
    public void P1_zero_is_neither_owed_nor_owned()
    {
        Money.Zero.IsZero.Should().BeTrue();
        Money.Zero.IsPositive.Should().BeFalse();
        new Money(1).IsPositive.Should().BeTrue();
        new Money(-1).IsPositive.Should().BeFalse();
    }

    private static bool ExactOrOverflow(Func<Money> operation, BigInteger exact)
    {
        try
        {
            return operation().Kopecks == exact;
        }
        catch (OverflowException)
        {
            return exact > long.MaxValue || exact < long.MinValue;
        }
    }
}
