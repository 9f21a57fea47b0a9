using System.Numerics;
using CsCheck;
using FluentAssertions;
using Marketplace.Domain.Values;
using Xunit;

namespace Marketplace.Domain.Tests.Values;

public class AllocationTests
{
    private const int Iterations = 5_000;

    // Small numbers make ties and zero weights common, large ones overflow 64 bits on the way if anything can.
    private static readonly Gen<long> Weight = Gen
        .OneOf(Gen.Const(0L), Gen.Long[0, 10], Gen.Long[0, 1_000_000], Gen.Long[0, long.MaxValue]);

    private static readonly Gen<(long Amount, long[] Weights)> Split = Gen
        .Select(Gen.OneOf(Gen.Long[0, 20], Gen.Long[0, 10_000_000], Gen.Long[0, long.MaxValue]), Weight.Array[1, 12])
        .Where((_, weights) => weights.Any(w => w > 0));

    private static readonly Gen<(long Amount, long[] Weights)> SplitWithinTheWeights =
        from weights in Gen.OneOf(Gen.Long[0, 10], Gen.Long[0, 1_000_000]).Array[1, 12].Where(w => w.Sum() > 0)
        from amount in Gen.Long[0, weights.Sum()]
        select (amount, weights);

    [Fact]
    public void D16_the_parts_add_up_to_the_amount() =>
        Split.Sample((amount, weights) => Total(Allocation.ByLargestRemainder(amount, weights)) == amount, iter: Iterations);

    [Fact]
    public void D16_every_part_is_within_one_kopeck_of_its_exact_share() =>
        Split.Sample((amount, weights) =>
        {
            var total = Total(weights);
            return Allocation.ByLargestRemainder(amount, weights)
                .Zip(weights, (part, weight) => BigInteger.Abs((part * total) - ((BigInteger)amount * weight)))
                .All(distance => distance < total);
        }, iter: Iterations);

    [Fact]
    public void D16_a_discount_within_the_prices_never_makes_a_price_negative() =>
        SplitWithinTheWeights.Sample((amount, weights) =>
            Allocation.ByLargestRemainder(amount, weights).Zip(weights).All(pair => pair.First >= 0 && pair.First <= pair.Second),
            iter: Iterations);

    [Fact]
    public void D16_a_line_that_costs_nothing_bears_nothing() =>
        Split.Sample((amount, weights) =>
            Allocation.ByLargestRemainder(amount, weights).Zip(weights).All(pair => pair.Second != 0 || pair.First == 0), iter: Iterations);

    [Fact]
    public void D16_the_same_input_is_always_split_alike() =>
        Split.Sample((amount, weights) =>
            Allocation.ByLargestRemainder(amount, weights).SequenceEqual(Allocation.ByLargestRemainder(amount, [.. weights])),
            iter: Iterations);

    [Fact]
    public void D16_no_line_outranks_another_of_a_larger_remainder() =>
        Split.Sample((amount, weights) =>
        {
            var total = Total(weights);
            var parts = Allocation.ByLargestRemainder(amount, weights);
            var remainders = weights.Select(w => (BigInteger)amount * w % total).ToArray();
            var raised = Enumerable.Range(0, parts.Count).ToLookup(i => parts[i] > (BigInteger)amount * weights[i] / total);

            // Ties go to the earlier line: (larger remainder, then smaller index) of every raised line beats every other.
            return raised[true].All(up => raised[false].All(not =>
                remainders[up] > remainders[not] || (remainders[up] == remainders[not] && up < not)));
        }, iter: Iterations);

    [Theory]
    [InlineData(100, new long[] { 1, 1, 1 }, new long[] { 34, 33, 33 })]
    [InlineData(200, new long[] { 1, 1, 1 }, new long[] { 67, 67, 66 })]
    [InlineData(1, new long[] { 0, 5, 5 }, new long[] { 0, 1, 0 })]
    [InlineData(0, new long[] { 0, 0 }, new long[] { 0, 0 })]
    [InlineData(10, new long[] { 6, 3, 1 }, new long[] { 6, 3, 1 })]
    [InlineData(long.MaxValue, new[] { long.MaxValue, long.MaxValue }, new[] { (long.MaxValue / 2) + 1, long.MaxValue / 2 })]
    public void D16_ties_go_to_the_earlier_line(long amount, long[] weights, long[] parts) =>
        Allocation.ByLargestRemainder(amount, weights).Should().Equal(parts);

    [Fact]
    public void D16_nothing_is_split_over_nothing()
    {
        FluentActions.Invoking(() => Allocation.ByLargestRemainder(1, [0, 0])).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => Allocation.ByLargestRemainder(1, [])).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => Allocation.ByLargestRemainder(-1, [1])).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => Allocation.ByLargestRemainder(1, [2, -1])).Should().Throw<ArgumentOutOfRangeException>();
    }

    private static BigInteger Total(IEnumerable<long> numbers) => numbers.Aggregate(BigInteger.Zero, (sum, each) => sum + each);
}
