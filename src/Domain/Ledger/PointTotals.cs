using Marketplace.Domain.BonusCards;

namespace Marketplace.Domain.Ledger;

/// <summary>What became of a card's points: Earned + Restored + Debt = Spent + TakenBack + Settled + Expired + Forfeited + Pending + Active.</summary>
public sealed record PointTotals
{
    /// <summary>By delivered goods.</summary>
    public long Earned { get; init; }

    /// <summary>On orders.</summary>
    public long Spent { get; init; }

    /// <summary>Given back by cancelled, reduced and returned orders.</summary>
    public long Restored { get; init; }

    /// <summary>With goods that came back, debt included.</summary>
    public long TakenBack { get; init; }

    /// <summary>Not spent in time.</summary>
    public long Expired { get; init; }

    /// <summary>Given up with the card.</summary>
    public long Forfeited { get; init; }

    /// <summary>Waiting for their return window at the end.</summary>
    public long Pending { get; init; }

    /// <summary>Spendable at the end.</summary>
    public long Active { get; init; }

    /// <summary>Owed at the end.</summary>
    public long Debt { get; init; }

    /// <summary>Adds a card's stream up.</summary>
    public static PointTotals Of(IReadOnlyList<BonusCardEvent> events)
    {
        var card = events.Aggregate((BonusCard?)null, BonusCard.Evolve);
        return events.Aggregate(new PointTotals(), (totals, happened) => totals.With(happened)) with
        {
            Pending = card?.Pending ?? 0,
            Active = card?.Active ?? 0,
            Debt = card?.Debt ?? 0,
        };
    }

    /// <summary>Each number by its name, in kebab-case.</summary>
    public IReadOnlyList<(string Name, long Points)> ByName() =>
    [
        ("points-earned", Earned), ("points-spent", Spent), ("points-restored", Restored), ("points-taken-back", TakenBack), ("points-expired", Expired),
        ("points-forfeited", Forfeited), ("points-pending", Pending), ("points-active", Active), ("points-debt", Debt),
    ];

    private PointTotals With(BonusCardEvent happened) => happened switch
    {
        PointsAccrued e => this with { Earned = checked(Earned + e.Points) },
        PointsRedeemed e => this with { Spent = checked(Spent + e.Points) },
        PointsRestored e => this with { Restored = checked(Restored + e.Points) },
        PointsClawedBack e => this with { TakenBack = checked(TakenBack + e.Points) },
        PointsExpired e => this with { Expired = checked(Expired + e.Points) },
        BonusCardClosed e => this with { Forfeited = checked(Forfeited + e.PointsForfeited) },
        _ => this,
    };
}
