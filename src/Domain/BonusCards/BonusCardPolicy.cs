using Marketplace.Domain.Values;

namespace Marketplace.Domain.BonusCards;

/// <summary>The numbers of the bonus card (P5).</summary>
public sealed record BonusCardPolicy
{
    /// <summary>Points earned of every 10 000 kopecks of goods paid in money: 1 % at a rouble a point.</summary>
    public long BasisPoints { get; init; } = 100;

    /// <summary>How long active points can be spent, in years from their activation.</summary>
    public int YearsValid { get; init; } = 1;

    /// <summary>The points that an amount of money earns; parts of a point are not earned.</summary>
    public long Earned(Money paidForGoods) => (long)((Int128)paidForGoods.Kopecks * BasisPoints / (10_000 * 100));
}
