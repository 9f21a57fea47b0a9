namespace Marketplace.Domain.BonusCards;

/// <summary>How points are earned, spent, given back and taken back (S54–S60, P5).</summary>
public static class BonusCardDecisions
{
    /// <summary>Issues the card, free of charge (S54); one live card a customer (S60).</summary>
    public static Decision<BonusCardEvent> Issue(BonusCard? card, Guid cardId, Guid customerId, DateTimeOffset now) =>
        card is null ? new BonusCardIssued(cardId, customerId, now) : BonusCardErrors.AlreadyIssued;

    /// <summary>Earns points for a delivered order, once; they wait for its return window.</summary>
    public static Decision<BonusCardEvent> Accrue(BonusCard card, Guid orderId, long points, DateTimeOffset activatesAt, DateTimeOffset now) =>
        points > 0 && !card.Lots.Exists(l => l.OrderId == orderId)
            ? new PointsAccrued(card.Id, orderId, points, orderId, activatesAt, now)
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
        var spendable = card.Spendable(now).ToList();
        var available = spendable.Sum(l => l.Active);
        if (points > available) return BonusCardErrors.InsufficientPoints(available, points);
        return new PointsRedeemed(card.Id, redemptionId, points, orderId, From(spendable, points), now);
    }

    /// <summary>Gives spent points back to their lots, the latest to expire first; debt is settled first (I7).</summary>
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
        if (points <= 0 || card.Lots.Find(l => l.OrderId == orderId) is not { } own) return Decision<BonusCardEvent>.Nothing;
        var fromOwn = own.Pending > 0 ? Math.Min(points, own.Pending) : 0;
        var shares = new List<LotShare>();
        if (fromOwn > 0) shares.Add(new LotShare(own.LotId, fromOwn));
        var others = card.Spendable(now).OrderByDescending(l => l.LotId == own.LotId).ToList();
        var fromOthers = Math.Min(points - fromOwn, others.Sum(l => l.Active));
        shares.AddRange(From(others, fromOthers));
        return new PointsClawedBack(card.Id, orderId, causeId, points, shares, points - fromOwn - fromOthers, now);
    }

    private static Decision<BonusCardEvent> WithDebtSettled(BonusCard card, DateTimeOffset now, BonusCardEvent happened)
    {
        var after = BonusCard.Evolve(card, happened)!;
        var spendable = after.Spendable(now).ToList();
        var settled = Math.Min(after.Debt, spendable.Sum(l => l.Active));
        return settled == 0
            ? happened
            : Decision<BonusCardEvent>.Of(happened, new PointsDebtSettled(card.Id, settled, From(spendable, settled), now));
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
