using System.Globalization;

namespace Marketplace.Domain.Values;

/// <summary>
/// A share from 0 % to 100 % in whole basis points (a hundredth of a per cent), so that a rate is as exact as the money it
/// is taken of.
/// </summary>
public readonly record struct Percentage : IComparable<Percentage>
{
    private const int Whole = 10_000;

    /// <summary>A share of that many basis points.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 0 or more than 10 000.</exception>
    public Percentage(int basisPoints)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(basisPoints);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(basisPoints, Whole);
        BasisPoints = basisPoints;
    }

    /// <summary>The share in hundredths of a per cent: 100 is 1 %.</summary>
    public int BasisPoints { get; }

    /// <summary>Nothing.</summary>
    public static Percentage Zero => default;

    /// <summary>All of it.</summary>
    public static Percentage Hundred => new(Whole);

    /// <summary>That many whole per cent.</summary>
    public static Percentage OfHundred(int percent) => new(checked(percent * 100));

    /// <summary>The share of the amount in whole kopecks, half a kopeck up: 1 % of 0.50 ₽ is 0.01 ₽. For discounts and accruals.</summary>
    /// <param name="amount">Not negative: a share of a difference has no meaning.</param>
    public Money Of(Money amount) => Share(amount, Whole / 2);

    /// <summary>The share of the amount, what is less than a kopeck dropped. For limits, which rounding must never exceed.</summary>
    /// <param name="amount">Not negative.</param>
    public Money AtMostOf(Money amount) => Share(amount, 0);

    /// <inheritdoc />
    public int CompareTo(Percentage other) => BasisPoints.CompareTo(other.BasisPoints);

    /// <summary>Less than.</summary>
    public static bool operator <(Percentage left, Percentage right) => left.BasisPoints < right.BasisPoints;

    /// <summary>More than.</summary>
    public static bool operator >(Percentage left, Percentage right) => left.BasisPoints > right.BasisPoints;

    /// <summary>At most.</summary>
    public static bool operator <=(Percentage left, Percentage right) => left.BasisPoints <= right.BasisPoints;

    /// <summary>At least.</summary>
    public static bool operator >=(Percentage left, Percentage right) => left.BasisPoints >= right.BasisPoints;

    /// <summary>As a person reads it: <c>25 %</c>, <c>1.5 %</c>.</summary>
    public override string ToString()
    {
        var (whole, hundredths) = Math.DivRem(BasisPoints, 100);
        var fraction = hundredths == 0 ? "" : $".{hundredths:00}".TrimEnd('0');
        return string.Create(CultureInfo.InvariantCulture, $"{whole}{fraction} %");
    }

    // 128 bits: all of long.MaxValue kopecks times 10 000 does not fit into 64.
    private Money Share(Money amount, int roundingUp)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount.Kopecks, nameof(amount));
        return new Money((long)(((Int128)amount.Kopecks * BasisPoints + roundingUp) / Whole));
    }
}
