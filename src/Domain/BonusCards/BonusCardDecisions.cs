namespace Marketplace.Domain.BonusCards;

/// <summary>How points are earned, spent, given back and taken back (S54–S60, P5).</summary>
public static class BonusCardDecisions
{
    /// <summary>
    /// Issues the card, free of charge (S54), to whom the document of the vault describes (S58); one live card a customer (S60). A
    /// closed card is opened again, empty: its history stays, so that no order earns twice.
    /// </summary>
    public static Decision<BonusCardEvent> Issue(BonusCard? card, Guid cardId, Guid customerId, Guid documentId, DateTimeOffset now) =>
        card is null or { Status: BonusCardStatus.Closed }
            ? Decision<BonusCardEvent>.Of(new CardIdentitySubmitted(cardId, customerId, documentId, now), new BonusCardIssued(cardId, customerId, now))
            : BonusCardErrors.AlreadyIssued;

    /// <summary>Earns points for a delivered order, once; they wait for its return window. A closed card earns nothing (S60).</summary>
    public static Decision<BonusCardEvent> Accrue(
        BonusCard card, Guid orderId, long points, DateTimeOffset activatesAt, BonusCardPolicy policy, DateTimeOffset now) =>
        points > 0 && card.IsActive && !card.Lots.Exists(l => l.OrderId == orderId)
            ? new PointsAccrued(card.Id, orderId, points, orderId, activatesAt, now, policy.Version)
            : Decision<BonusCardEvent>.Nothing;

    /// <summary>Makes a lot spendable once its time has come; debt is settled first (I7).</summary>
    public static Decision<BonusCardEvent> Activate(BonusCard card, Guid lotId, BonusCardPolicy policy, DateTimeOffset now)
    {
        if (card.Lots.Find(l => l.LotId == lotId) is not { Pending: > 0 } lot || now < lot.ActivatesAt) return Decision<BonusCardEvent>.Nothing;
        // The lot expires a year from the promised moment, not from the moment a machine got round to it.
        return WithDebtSettled(card, now, new PointsActivated(card.Id, lotId, lot.Pending, lot.ActivatesAt.AddYears(policy.YearsValid), now));
    }

    /// <summary>Pays part of an order, the next lot to expire first.</summary>
    public static Decision<BonusCardEvent> Redeem(BonusCard card, Guid redemptionId, long points, Guid orderId, DateTimeOffset now)
    {
        if (points <= 0 || card.Redemptions.Exists(r => r.RedemptionId == redemptionId)) return Decision<BonusCardEvent>.Nothing;
        if (!card.IsActive) return BonusCardErrors.NotIssued;
        var spendable = card.Spendable(now).ToList();
        var available = spendable.Sum(l => l.Active);
        if (points > available) return BonusCardErrors.InsufficientPoints(available, points);
        return new PointsRedeemed(card.Id, redemptionId, points, orderId, From(spendable, points), now);
    }

    /// <summary>
    /// Gives spent points back to their lots, the latest to expire first. What has expired meanwhile is lost at once (D15); with the
    /// rest debt is settled first (I7).
    /// </summary>
    public static Decision<BonusCardEvent> Restore(BonusCard card, Guid redemptionId, Guid causeId, long points, DateTimeOffset now)
    {
        if (points <= 0 || card.Redemptions.Find(r => r.RedemptionId == redemptionId) is not { } redemption) return Decision<BonusCardEvent>.Nothing;
        var left = points;
        var shares = new List<LotShare>();
        foreach (var share in redemption.Lots.Reverse())
        {
            var back = Math.Min(left, share.Points);
            if (back > 0) shares.Add(share with { Points = back });
            left -= back;
        }

        return WithDebtSettled(card, now, new PointsRestored(card.Id, redemptionId, causeId, points - left, redemption.OrderId, shares, now));
    }

    /// <summary>Takes back what an order earned with goods that came back (I7): its own lot first, the rest becomes debt.</summary>
    public static Decision<BonusCardEvent> ClawBack(BonusCard card, Guid orderId, Guid causeId, long points, DateTimeOffset now)
    {
        if (points <= 0 || card.Lots.Find(l => l.OrderId == orderId) is not { Forfeited: false } own) return Decision<BonusCardEvent>.Nothing;
        var fromOwn = own.Pending > 0 ? Math.Min(points, own.Pending) : 0;
        var shares = new List<LotShare>();
        if (fromOwn > 0) shares.Add(new LotShare(own.LotId, fromOwn));
        var others = card.Spendable(now).OrderByDescending(l => l.LotId == own.LotId).ToList();
        var fromOthers = Math.Min(points - fromOwn, others.Sum(l => l.Active));
        shares.AddRange(From(others, fromOthers));
        return new PointsClawedBack(card.Id, orderId, causeId, points, shares, points - fromOwn - fromOthers, now);
    }

    /// <summary>Ends a lot whose time is over. A timer asks; until it does, the lot cannot be spent all the same (P5).</summary>
    public static Decision<BonusCardEvent> Expire(BonusCard card, Guid lotId, DateTimeOffset now) =>
        card.Lots.Find(l => l.LotId == lotId) is { } lot && lot.IsOver(now)
            ? new PointsExpired(card.Id, lotId, lot.Active, now)
            : Decision<BonusCardEvent>.Nothing;

    /// <summary>Closes the card with all that is on it (S60); to close twice is to close once.</summary>
    /// <param name="card">The card.</param>
    /// <param name="openRedemptions">Orders paid with its points that can still come back.</param>
    /// <param name="openReturns">Orders that earned its points and are on their way back.</param>
    /// <param name="now">The time.</param>
    public static Decision<BonusCardEvent> Close(BonusCard card, int openRedemptions, int openReturns, DateTimeOffset now)
    {
        if (card.Status == BonusCardStatus.Closed) return Decision<BonusCardEvent>.Nothing;
        if (card.Debt > 0) return BonusCardErrors.HasDebt(card.Debt);
        if (openRedemptions > 0) return BonusCardErrors.RedemptionOpen;
        if (openReturns > 0) return BonusCardErrors.ReturnOpen;
        var (expired, left) = WithExpiry(card, card.Lots.Select(l => l.LotId), now);
        return Decision<BonusCardEvent>.Of([.. expired, new BonusCardClosed(card.Id, left.Pending + left.Active, now)]);
    }

    private static Decision<BonusCardEvent> WithDebtSettled(BonusCard card, DateTimeOffset now, BonusCardEvent happened)
    {
        var touched = happened switch { PointsRestored e => e.Lots.Select(l => l.LotId), PointsActivated e => [e.LotId], _ => [] };
        var (expired, after) = WithExpiry(BonusCard.Evolve(card, happened)!, touched, now);
        var spendable = after.Spendable(now).ToList();
        var settled = Math.Min(after.Debt, spendable.Sum(l => l.Active));
        BonusCardEvent[] settling = settled == 0 ? [] : [new PointsDebtSettled(card.Id, settled, From(spendable, settled), now)];
        return Decision<BonusCardEvent>.Of([happened, .. expired, .. settling]);
    }

    private static (List<BonusCardEvent> Expired, BonusCard After) WithExpiry(BonusCard card, IEnumerable<Guid> lots, DateTimeOffset now)
    {
        List<BonusCardEvent> expired = [.. lots.SelectMany(l => Expire(card, l, now).Events)];
        return (expired, expired.Aggregate(card, (state, happened) => BonusCard.Evolve(state, happened)!));
    }

    private static List<LotShare> From(IEnumerable<Lot> lots, long points)
    {
        var shares = new List<LotShare>();
        foreach (var lot in lots)
        {
            var taken = Math.Min(points, lot.Active);
            if (taken > 0) shares.Add(new LotShare(lot.LotId, taken));
            points -= taken;
        }

        return shares;
    }
}
