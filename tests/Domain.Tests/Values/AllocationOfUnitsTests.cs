using System.Numerics;
using CsCheck;
using FluentAssertions;
using Marketplace.Domain.Values;
using Xunit;

namespace Marketplace.Domain.Tests.Values;

/// <summary>A line of units that is removed or returned step by step gives back what it cost, neither more nor less.</summary>
public class AllocationOfUnitsTests
{
    private const int Iterations = 5_000;

    private static readonly Gen<long> Amount = Gen.OneOf(Gen.Long[0, 100], Gen.Long[0, 10_000_000], Gen.Long[0, long.MaxValue]);

    // A line of units and the sizes of the steps in which all of them go.
    private static readonly Gen<(long Amount, int[] Steps)> LineInSteps = Gen.Select(Amount, Gen.Int[0, 7].Array[1, 12])
        .Where((_, steps) => steps.Sum() > 0);

    [Fact]
    public void S86_X14_any_split_of_the_units_adds_up_to_the_amount() =>
        LineInSteps.Sample(
            (amount, steps) => Shares(amount, steps).Aggregate(BigInteger.Zero, (sum, share) => sum + share) == amount,
            iter: Iterations);

    [Fact]
    public void S86_X14_no_step_takes_money_away() =>
        LineInSteps.Sample((amount, steps) => Shares(amount, steps).All(share => share >= 0), iter: Iterations);

    [Fact]
    public void X16_a_step_of_no_units_gives_nothing() =>
        LineInSteps.Sample(
            (amount, steps) => Shares(amount, steps).Zip(steps).All(pair => pair.Second > 0 || pair.First == 0),
            iter: Iterations);

    [Fact]
    public void X16_a_step_is_within_one_kopeck_of_its_units_exact_price() =>
        LineInSteps.Sample((amount, steps) => Shares(amount, steps).Zip(steps).All(pair =>
            BigInteger.Abs(((BigInteger)pair.First * steps.Sum()) - ((BigInteger)amount * pair.Second)) <= steps.Sum()), iter: Iterations);

    [Fact]
    public void X16_what_has_gone_does_not_depend_on_the_steps_it_went_in() =>
        LineInSteps.Sample((amount, steps) =>
        {
            var gone = steps[..(steps.Length / 2)].Sum();
            var inSteps = Shares(amount, steps).Take(steps.Length / 2).Aggregate(BigInteger.Zero, (sum, share) => sum + share);
            return inSteps == Allocation.OfUnits(amount, steps.Sum(), 0, gone);
        }, iter: Iterations);

    [Theory]
    [InlineData(100, 3, 0, 1, 33)]
    [InlineData(100, 3, 1, 1, 34)]
    [InlineData(100, 3, 2, 1, 33)]
    [InlineData(1, 2, 0, 1, 1)] // half a kopeck goes up
    [InlineData(1, 2, 1, 1, 0)]
    [InlineData(long.MaxValue, int.MaxValue, 0, int.MaxValue, long.MaxValue)]
    public void S86_units_are_priced_by_rounded_running_totals(long amount, int quantity, int gone, int count, long share) =>
        Allocation.OfUnits(amount, quantity, gone, count).Should().Be(share);

    [Theory]
    [InlineData(-1, 1, 0, 1)]
    [InlineData(1, 0, 0, 0)]
    [InlineData(1, 2, -1, 1)]
    [InlineData(1, 2, 0, -1)]
    [InlineData(1, 2, 1, 2)]
    [InlineData(1, int.MaxValue, int.MaxValue, int.MaxValue)]
    public void X15_more_units_than_there_were_are_never_priced(long amount, int quantity, int gone, int count) =>
        FluentActions.Invoking(() => Allocation.OfUnits(amount, quantity, gone, count)).Should().Throw<ArgumentOutOfRangeException>();

    private static IEnumerable<long> Shares(long amount, int[] steps)
    {
        var gone = 0;
        foreach (var step in steps)
        {
            yield return Allocation.OfUnits(amount, steps.Sum(), gone, step);
            gone += step;
        }
    }
}
