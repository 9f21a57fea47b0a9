using System.Collections.Immutable;

namespace Marketplace.Domain.Orders;

/// <summary>
/// What a promotion takes off an order: a share of the goods that it is for, or an amount, and never more than
/// <paramref name="AtMost"/>. It is an argument of pricing; what it came to is frozen in the order.
/// </summary>
/// <param name="Kind">Its place in the order of reductions (P7).</param>
/// <param name="Source">The promo code; empty for what needs none.</param>
/// <param name="SourceId">The stream that counts its uses.</param>
/// <param name="BasisPoints">The share in hundredths of a per cent, 0 to 10 000.</param>
/// <param name="AmountOff">Kopecks, not negative; counts when the share is 0.</param>
/// <param name="AtMost">The most it may come to, in kopecks; null without a cap.</param>
/// <param name="Categories">The categories that it is for; empty for all goods.</param>
public sealed record Discount(
    ReductionKind Kind, string Source, Guid SourceId, int BasisPoints, long AmountOff, long? AtMost, ImmutableList<string> Categories)
{
    /// <summary>Whether it is for goods of that category.</summary>
    public bool IsFor(string category) => Categories.Count == 0 || Categories.Contains(category);
}
