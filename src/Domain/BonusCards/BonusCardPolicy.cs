using System.Collections.Immutable;
using Marketplace.Domain.Values;

namespace Marketplace.Domain.BonusCards;

/// <summary>The numbers of the bonus card (P5, P10).</summary>
public sealed record BonusCardPolicy
{
    private const int BasisPointsInAll = 10_000;
    private const int KopecksAPoint = 100;

    /// <summary>Names these numbers on the events that they decided (U10); new numbers get a new name.</summary>
    public string Version { get; init; } = "2026-11";

    /// <summary>What goods paid in money earn when their category says nothing else, in basis points: 1 %.</summary>
    public int BasisPoints { get; init; } = 100;

    /// <summary>Categories that earn more or less, in basis points.</summary>
    public ImmutableDictionary<string, int> BasisPointsByCategory { get; init; } =
        ImmutableDictionary.CreateRange<string, int>([new("food", 100), new("clothes", 200)]);

    /// <summary>How long active points can be spent, in years from their activation.</summary>
    public int YearsValid { get; init; } = 1;

    /// <summary>How old a card holder is at least, in years (P10).</summary>
    public int MinimumAge { get; init; } = 18;

    /// <summary>What goods of a category earn, in basis points.</summary>
    public int RateOf(string category) => BasisPointsByCategory.GetValueOrDefault(category, BasisPoints);

    /// <summary>The points that goods of one order earn together; parts of a point are not earned.</summary>
    /// <param name="goods">What was paid for them in money, and what they earn of it in basis points.</param>
    public static long Earned(IEnumerable<(Money Paid, int Rate)> goods) =>
        (long)(goods.Aggregate(Int128.Zero, (sum, g) => sum + (Int128)g.Paid.Kopecks * g.Rate) / (BasisPointsInAll * KopecksAPoint));
}
