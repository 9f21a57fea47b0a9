using Marketplace.Domain.BonusCards;

namespace Marketplace.Application.Views;

/// <summary>One change of a bonus card, with its reason and order (S59).</summary>
/// <param name="Kind">issued, accrued, activated, redeemed, restored, clawed-back, debt-settled, expired or closed.</param>
/// <param name="Points">Signed as the customer sees it: what can be spent or is pending goes up or down.</param>
/// <param name="Change">What it does to the balance: points that change from pending to active, or that settle a debt, change nothing.</param>
/// <param name="Balance">Pending and active points less the debt, after it.</param>
/// <param name="OrderId">The order behind it, when there is one.</param>
/// <param name="At">When.</param>
/// <param name="Version">The version of the card's stream that holds it.</param>
public sealed record PointsEntry(string Kind, long Points, long Change, long Balance, Guid? OrderId, DateTimeOffset At, long Version);

/// <summary>Points that are lost together unless they are spent.</summary>
public sealed record ExpiringPoints(long Points, DateTimeOffset ExpiresAt);

/// <summary>What happened to a bonus card in a period: <c>Opening</c> + the entries' changes = <c>Closing</c> (S59).</summary>
/// <param name="From">Its begin.</param>
/// <param name="To">Its end, no longer of it.</param>
/// <param name="Opening">The balance before it.</param>
/// <param name="Closing">The balance after it.</param>
/// <param name="Items">The entries, newest first.</param>
/// <param name="Expiring">What can be spent at the end of the period, the next to expire first.</param>
public sealed record PointsStatement(
    DateTimeOffset From, DateTimeOffset To, long Opening, long Closing, IReadOnlyList<PointsEntry> Items, IReadOnlyList<ExpiringPoints> Expiring)
{
    /// <summary>The statement, read off the card's events; null when there is no card.</summary>
    public static PointsStatement? Of(IEnumerable<(long Version, BonusCardEvent Happened)> history, DateTimeOffset from, DateTimeOffset to)
    {
        var (card, opening, found) = (default(BonusCard), 0L, false);
        List<PointsEntry> entries = [];
        foreach (var (version, happened) in history)
        {
            found = true;
            var (kind, points, orderId, at) = Told(happened, card);
            if (at >= to) break;
            var before = card?.Balance ?? 0;
            card = BonusCard.Evolve(card, happened);
            if (at < from) opening = card?.Balance ?? 0;
            else if (kind.Length > 0) entries.Add(new PointsEntry(kind, points, (card?.Balance ?? 0) - before, card?.Balance ?? 0, orderId, at, version));
        }

        entries.Reverse();
        return found ? new PointsStatement(from, to, opening, card?.Balance ?? 0, entries, ExpiringAt(card, to)) : null;
    }

    private static List<ExpiringPoints> ExpiringAt(BonusCard? card, DateTimeOffset at) =>
        [.. card?.Spendable(at).Select(l => new ExpiringPoints(l.Active, l.ExpiresAt!.Value)) ?? []];

    private static (string Kind, long Points, Guid? OrderId, DateTimeOffset At) Told(BonusCardEvent happened, BonusCard? card) => happened switch
    {
        CardIdentitySubmitted e => ("", 0, null, e.SubmittedAt),
        BonusCardIssued e => ("issued", 0, null, e.IssuedAt),
        PointsAccrued e => ("accrued", e.Points, e.OrderId, e.AccruedAt),
        PointsActivated e => ("activated", e.Points, OrderOf(card, e.LotId), e.ActivatedAt),
        PointsRedeemed e => ("redeemed", -e.Points, e.OrderId, e.RedeemedAt),
        PointsRestored e => ("restored", e.Points, e.OrderId, e.RestoredAt),
        PointsClawedBack e => ("clawed-back", -e.Points, e.OrderId, e.ClawedBackAt),
        PointsDebtSettled e => ("debt-settled", -e.Points, null, e.SettledAt),
        PointsExpired e => ("expired", -e.Points, OrderOf(card, e.LotId), e.ExpiredAt),
        BonusCardClosed e => ("closed", -e.PointsForfeited, null, e.ClosedAt),
        _ => ("", 0, null, DateTimeOffset.MinValue),
    };

    private static Guid? OrderOf(BonusCard? card, Guid lotId) => card?.Lots.Find(l => l.LotId == lotId)?.OrderId;
}
