using System.Collections.Immutable;

namespace Marketplace.Domain.BonusCards;

/// <summary>Where a card is in its life (S60).</summary>
public enum BonusCardStatus
{
    /// <summary>The identity is known, the card is not issued yet.</summary>
    Applied,

    /// <summary>It earns and pays.</summary>
    Active,

    /// <summary>The customer closed it; nothing is on it.</summary>
    Closed,
}

/// <summary>Points that were earned together and expire together.</summary>
/// <param name="LotId">The lot.</param>
/// <param name="OrderId">The order that earned it.</param>
/// <param name="Pending">Points that wait for the return window to pass.</param>
/// <param name="Active">Points that can be spent.</param>
/// <param name="ActivatesAt">When the pending points become spendable.</param>
/// <param name="ExpiresAt">When the active points are lost; null while pending.</param>
public sealed record Lot(Guid LotId, Guid OrderId, long Pending, long Active, DateTimeOffset ActivatesAt, DateTimeOffset? ExpiresAt)
{
    /// <summary>Whether its points were given up with the card: there is nothing left to take back (S60).</summary>
    public bool Forfeited { get; init; }

    /// <summary>Whether it has points that are lost by now, told or not.</summary>
    public bool IsOver(DateTimeOffset now) => Active > 0 && ExpiresAt <= now;
}

/// <summary>Points spent on an order that could still come back.</summary>
public sealed record Redemption(Guid RedemptionId, Guid OrderId, ImmutableList<LotShare> Lots);

/// <summary>What decisions about a bonus card need: its lots, what was spent from them, and the debt.</summary>
public sealed record BonusCard(
    Guid Id, Guid CustomerId, ImmutableList<Lot> Lots, ImmutableList<Redemption> Redemptions, long Debt)
{
    /// <summary>The version of the stream that this state is the fold of.</summary>
    public long Version { get; init; }

    /// <summary>Where it is in its life.</summary>
    public BonusCardStatus Status { get; init; }

    /// <summary>The holder's identity in the vault; null once the card is closed.</summary>
    public Guid? DocumentId { get; init; }

    /// <summary>Whether it earns and pays.</summary>
    public bool IsActive => Status == BonusCardStatus.Active;

    /// <summary>Points earned but not yet spendable.</summary>
    public long Pending => Lots.Sum(l => l.Pending);

    /// <summary>Points in lots that have been activated, expired or not.</summary>
    public long Active => Lots.Sum(l => l.Active);

    /// <summary>What the customer has or will have, less what is owed.</summary>
    public long Balance => Pending + Active - Debt;

    /// <summary>What can be spent at that moment, the next to expire first.</summary>
    public IEnumerable<Lot> Spendable(DateTimeOffset now) =>
        Lots.Where(l => l.Active > 0 && l.ExpiresAt > now).OrderBy(l => l.ExpiresAt).ThenBy(l => l.LotId);

    /// <summary>The state after one more event; an event that fits nothing changes nothing.</summary>
    public static BonusCard? Evolve(BonusCard? card, BonusCardEvent happened) => (card, happened) switch
    {
        (null, CardIdentitySubmitted e) => new BonusCard(e.CardId, e.CustomerId, [], [], 0) { DocumentId = e.DocumentId },
        (null, BonusCardIssued e) => new BonusCard(e.CardId, e.CustomerId, [], [], 0) { Status = BonusCardStatus.Active },
        (null, _) => null,
        ({ } c, CardIdentitySubmitted e) => c with { Status = BonusCardStatus.Applied, DocumentId = e.DocumentId },
        ({ } c, BonusCardIssued) => c with { Status = BonusCardStatus.Active },
        ({ } c, PointsAccrued e) => c with { Lots = c.Lots.Add(new Lot(e.LotId, e.OrderId, e.Points, 0, e.ActivatesAt, null)) },
        ({ } c, PointsActivated e) => c.WithLot(e.LotId, l => l with
        {
            Pending = l.Pending - e.Points,
            Active = l.Active + e.Points,
            ExpiresAt = e.ExpiresAt,
        }),
        ({ } c, PointsRedeemed e) => c.Take(e.Lots) with
        {
            Redemptions = c.Redemptions.Add(new Redemption(e.RedemptionId, e.OrderId, [.. e.Lots])),
        },
        ({ } c, PointsRestored e) => c.PutBack(e.Lots).WithRedemption(e.RedemptionId, e.Lots),
        ({ } c, PointsClawedBack e) => c.Take(e.Lots) with { Debt = c.Debt + e.Debt },
        ({ } c, PointsDebtSettled e) => c.Take(e.Lots) with { Debt = c.Debt - e.Points },
        ({ } c, PointsExpired e) => c.WithLot(e.LotId, l => l with { Active = l.Active - e.Points }),
        ({ } c, BonusCardClosed) => c with
        {
            Status = BonusCardStatus.Closed,
            DocumentId = null,
            Redemptions = [],
            Lots = c.Lots.ConvertAll(l => l with { Pending = 0, Active = 0, Forfeited = true }),
        },
        _ => card,
    };

    // A lot has either pending or active points, so one number is enough to say what is taken from it.
    private BonusCard Take(IEnumerable<LotShare> shares) => shares.Aggregate(this, (card, share) => card.WithLot(
        share.LotId, l => l.Pending > 0 ? l with { Pending = l.Pending - share.Points } : l with { Active = l.Active - share.Points }));

    private BonusCard PutBack(IEnumerable<LotShare> shares) => shares.Aggregate(this, (card, share) => card.WithLot(
        share.LotId, l => l with { Active = l.Active + share.Points }));

    private BonusCard WithLot(Guid lotId, Func<Lot, Lot> change) =>
        Lots.Find(l => l.LotId == lotId) is { } lot ? this with { Lots = Lots.Replace(lot, change(lot)) } : this;

    private BonusCard WithRedemption(Guid redemptionId, IReadOnlyList<LotShare> restored)
    {
        if (Redemptions.Find(r => r.RedemptionId == redemptionId) is not { } redemption) return this;
        var left = redemption.Lots
            .Select(l => l with { Points = l.Points - restored.Where(r => r.LotId == l.LotId).Sum(r => r.Points) })
            .Where(l => l.Points > 0)
            .ToImmutableList();
        return this with
        {
            Redemptions = left.IsEmpty ? Redemptions.Remove(redemption) : Redemptions.Replace(redemption, redemption with { Lots = left }),
        };
    }
}
