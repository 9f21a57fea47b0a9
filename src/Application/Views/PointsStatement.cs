using Marketplace.Domain.BonusCards;

namespace Marketplace.Application.Views;

/// <summary>One change of a bonus card, with its reason and order (S59).</summary>
/// <param name="EventId">The event that it is.</param>
/// <param name="Kind">issued, accrued, activated, redeemed, restored, clawed-back, debt-settled, expired or closed.</param>
/// <param name="Points">Signed as the customer sees it: what can be spent or is pending goes up or down.</param>
/// <param name="Change">What it does to the balance: points that change from pending to active, or that settle a debt, change nothing.</param>
/// <param name="Balance">Pending and active points less the debt, after it.</param>
/// <param name="OrderId">The order behind it, when there is one.</param>
/// <param name="At">When.</param>
/// <param name="Version">The version of the card's stream that holds it.</param>
public sealed record PointsEntry(Guid EventId, string Kind, long Points, long Change, long Balance, Guid? OrderId, DateTimeOffset At, long Version);

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
    public static PointsStatement? Of(IEnumerable<(Guid EventId, long Version, BonusCardEvent Happened)> history, DateTimeOffset from, DateTimeOffset to)
    {
        var (card, then, found) = (default(BonusCard), default(BonusCard), false);
        List<PointsEntry> changes = [];
        foreach (var (id, version, happened) in history)
        {
            found = true;
            var (kind, points, orderId, at) = Told(happened, card);
            var before = card?.Balance ?? 0;
            card = BonusCard.Evolve(card, happened);
            if (at < to) then = BonusCard.Evolve(then, happened);
            if (kind.Length > 0) changes.Add(new PointsEntry(id, kind, points, (card?.Balance ?? 0) - before, 0, orderId, at, version));
        }

        return found ? Between(changes, from, to, ExpiringAt(then, to)) : null;
    }

    // By time, and not as recorded: the clocks of two hosts may differ, and no entry may be lost between two periods.
    private static PointsStatement Between(IEnumerable<PointsEntry> changes, DateTimeOffset from, DateTimeOffset to, IReadOnlyList<ExpiringPoints> expiring)
    {
        var (opening, balance) = (0L, 0L);
        List<PointsEntry> entries = [];
        foreach (var change in changes.Where(c => c.At < to).OrderBy(c => c.At).ThenBy(c => c.Version))
        {
            balance = checked(balance + change.Change);
            if (change.At < from) opening = balance;
            else entries.Add(change with { Balance = balance });
        }

        entries.Reverse();
        return new PointsStatement(from, to, opening, balance, entries, expiring);
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
