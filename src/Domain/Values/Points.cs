using System.Globalization;

namespace Marketplace.Domain.Values;

/// <summary>
/// Loyalty points, always whole; a point pays one rouble (P5). Arithmetic is checked: it overflows with an exception, never
/// silently. Negative values exist only as differences. Points never become money (S85): <see cref="Worth"/> is what they pay.
/// </summary>
/// <param name="Count">How many.</param>
public readonly record struct Points(long Count) : IComparable<Points>
{
    private const int KopecksAPoint = 100;

    /// <summary>No points.</summary>
    public static Points Zero => default;

    /// <summary>Whether none is left.</summary>
    public bool IsZero => Count == 0;

    /// <summary>Whether there is at least one.</summary>
    public bool IsPositive => Count > 0;

    /// <summary>What the points pay: 100 kopecks each.</summary>
    public Money Worth => new(checked(Count * KopecksAPoint));

    /// <summary>The most points whose worth is within the amount: kopecks short of a whole rouble give none.</summary>
    /// <param name="amount">Not negative.</param>
    public static Points Within(Money amount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount.Kopecks, nameof(amount));
        return new Points(amount.Kopecks / KopecksAPoint);
    }

    /// <summary>The smaller of the two.</summary>
    public static Points Min(Points a, Points b) => a.Count <= b.Count ? a : b;

    /// <summary>The sum of all of them.</summary>
    public static Points Sum(IEnumerable<Points> points) => points.Aggregate(Zero, Add);

    /// <inheritdoc />
    public int CompareTo(Points other) => Count.CompareTo(other.Count);

    /// <summary>The sum.</summary>
    public static Points Add(Points left, Points right) => new(checked(left.Count + right.Count));

    /// <summary>The difference; it may be negative.</summary>
    public static Points Subtract(Points left, Points right) => new(checked(left.Count - right.Count));

    /// <summary>The sum.</summary>
    public static Points operator +(Points left, Points right) => Add(left, right);

    /// <summary>The difference; it may be negative.</summary>
    public static Points operator -(Points left, Points right) => Subtract(left, right);

    /// <summary>Less than.</summary>
    public static bool operator <(Points left, Points right) => left.Count < right.Count;

    /// <summary>More than.</summary>
    public static bool operator >(Points left, Points right) => left.Count > right.Count;

    /// <summary>At most.</summary>
    public static bool operator <=(Points left, Points right) => left.Count <= right.Count;

    /// <summary>At least.</summary>
    public static bool operator >=(Points left, Points right) => left.Count >= right.Count;

    /// <summary>As a person reads it: <c>1,234 points</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count:N0} points");
}
