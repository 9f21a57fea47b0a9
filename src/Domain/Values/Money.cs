using System.Globalization;

namespace Marketplace.Domain.Values;

/// <summary>
/// An amount of roubles as whole kopecks. Arithmetic is checked: it overflows with an exception, never silently.
/// Negative values exist only as differences; a command's amount is positive (P1).
/// </summary>
/// <param name="Kopecks">The amount in kopecks.</param>
public readonly record struct Money(long Kopecks) : IComparable<Money>
{
    /// <summary>No money.</summary>
    public static Money Zero => default;

    /// <summary>Whether nothing is left.</summary>
    public bool IsZero => Kopecks == 0;

    /// <summary>Whether it is more than nothing.</summary>
    public bool IsPositive => Kopecks > 0;

    /// <summary>The smaller of the two.</summary>
    public static Money Min(Money a, Money b) => a.Kopecks <= b.Kopecks ? a : b;

    /// <summary>The sum of all of them.</summary>
    public static Money Sum(IEnumerable<Money> amounts) => new(amounts.Aggregate(0L, (sum, each) => checked(sum + each.Kopecks)));

    /// <inheritdoc />
    public int CompareTo(Money other) => Kopecks.CompareTo(other.Kopecks);

    /// <summary>The sum.</summary>
    public static Money Add(Money left, Money right) => new(checked(left.Kopecks + right.Kopecks));

    /// <summary>The difference; it may be negative.</summary>
    public static Money Subtract(Money left, Money right) => new(checked(left.Kopecks - right.Kopecks));

    /// <summary>The amount for that many units.</summary>
    public static Money Multiply(Money unit, int quantity) => new(checked(unit.Kopecks * quantity));

    /// <summary>The sum.</summary>
    public static Money operator +(Money left, Money right) => Add(left, right);

    /// <summary>The difference; it may be negative.</summary>
    public static Money operator -(Money left, Money right) => Subtract(left, right);

    /// <summary>The amount for that many units.</summary>
    public static Money operator *(Money unit, int quantity) => Multiply(unit, quantity);

    /// <summary>Less than.</summary>
    public static bool operator <(Money left, Money right) => left.Kopecks < right.Kopecks;

    /// <summary>More than.</summary>
    public static bool operator >(Money left, Money right) => left.Kopecks > right.Kopecks;

    /// <summary>At most.</summary>
    public static bool operator <=(Money left, Money right) => left.Kopecks <= right.Kopecks;

    /// <summary>At least.</summary>
    public static bool operator >=(Money left, Money right) => left.Kopecks >= right.Kopecks;

    /// <summary>As a person reads it: <c>1,234.05 ₽</c>.</summary>
    public override string ToString()
    {
        var absolute = Kopecks < 0 ? UInt128.CreateChecked(-(Int128)Kopecks) : (UInt128)Kopecks;
        var text = string.Create(CultureInfo.InvariantCulture, $"{absolute / 100:N0}.{absolute % 100:00} ₽");
        return Kopecks < 0 ? "-" + text : text;
    }
}
