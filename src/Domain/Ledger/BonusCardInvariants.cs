using Marketplace.Domain.BonusCards;

namespace Marketplace.Domain.Ledger;

/// <summary>What must be true of a bonus card after each of its events (I7).</summary>
internal static class BonusCardInvariants
{
    /// <summary>What is not.</summary>
    public static IEnumerable<string> Check(BonusCard? before, BonusCardEvent happened, BonusCard after)
    {
        if (after.Debt < 0 || after.Lots.Exists(l => l.Active < 0 || l.Pending < 0)) yield return "points are below zero";
        if (after.Status == BonusCardStatus.Closed && (after.Balance != 0 || after.Debt != 0)) yield return "a closed card has points or a debt";
        if (before is { IsActive: false } && happened is PointsAccrued or PointsRedeemed or PointsRestored) yield return "a card that is not active earns or pays";
        if (before is not null && Untimely(before, happened)) yield return "points were used after their expiry, or expired before it";
    }

    private static bool Untimely(BonusCard before, BonusCardEvent happened) => happened switch
    {
        PointsRedeemed e => e.Lots.Any(l => IsOver(before, l.LotId, e.RedeemedAt)),
        PointsDebtSettled e => e.Lots.Any(l => IsOver(before, l.LotId, e.SettledAt)),
        PointsExpired e => !IsOver(before, e.LotId, e.ExpiredAt),
        _ => false,
    };

    private static bool IsOver(BonusCard card, Guid lotId, DateTimeOffset at) => card.Lots.Find(l => l.LotId == lotId)?.ExpiresAt <= at;
}
