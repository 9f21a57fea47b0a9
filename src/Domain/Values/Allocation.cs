namespace Marketplace.Domain.Values;

/// <summary>Splits whole numbers (kopecks, points) without losing or inventing one.</summary>
public static class Allocation
{
    /// <summary>
    /// Splits <paramref name="amount"/> in proportion to the weights by the largest remainder; ties go to the earlier weight.
    /// The parts add up to the amount exactly, and while the amount is at most the sum of the weights, no part exceeds its weight.
    /// </summary>
    /// <param name="amount">What is split, not negative.</param>
    /// <param name="weights">Not negative; at least one is positive unless the amount is 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An amount or a weight is negative, or nothing can carry the amount.</exception>
    public static IReadOnlyList<long> ByLargestRemainder(long amount, IReadOnlyList<long> weights)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        var total = Int128.Zero;
        foreach (var weight in weights)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(weight, nameof(weights));
            total += weight;
        }

        if (amount == 0) return new long[weights.Count];
        ArgumentOutOfRangeException.ThrowIfZero(total, nameof(weights));

        var parts = new long[weights.Count];
        var remainders = new Int128[weights.Count];
        var left = amount;
        for (var i = 0; i < parts.Length; i++)
        {
            var (part, remainder) = Int128.DivRem((Int128)amount * weights[i], total);
            parts[i] = (long)part;
            remainders[i] = remainder;
            left -= parts[i];
        }

        // Fewer than one unit per positive remainder is left, so one pass over the largest of them is enough.
        foreach (var i in Enumerable.Range(0, parts.Length).OrderByDescending(i => remainders[i]).ThenBy(i => i).Take((int)left))
        {
            parts[i]++;
        }

        return parts;
    }

    /// <summary>
    /// The share of units <c>gone+1 … gone+count</c> of a line of <paramref name="quantity"/> units that cost
    /// <paramref name="amount"/> together: the difference of the rounded cumulative sums. Whatever the order and size of the
    /// steps, all units together always give back the amount, and no step is negative.
    /// </summary>
    public static long OfUnits(long amount, int quantity, int gone, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(quantity);
        ArgumentOutOfRangeException.ThrowIfNegative(gone);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)gone + count, quantity);
        return UpTo(gone + count) - UpTo(gone);

        // Half up: (2·a·n + q) / 2q, wide enough for any kopecks.
        long UpTo(int units) => (long)((2 * (Int128)amount * units + quantity) / (2 * (Int128)quantity));
    }
}
