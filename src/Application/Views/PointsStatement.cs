using Marketplace.Domain.BonusCards;

namespace Marketplace.Application.Views;

/// <summary>One change of a bonus card, with its reason and order (S59).</summary>
/// <param name="Kind">accrued, activated, redeemed, restored, clawed-back or debt-settled.</param>
/// <param name="Points">Signed as the customer sees it: what can be spent or is pending goes up or down.</param>
/// <param name="OrderId">The order behind it, when there is one.</param>
/// <param name="At">When.</param>
/// <param name="Version">The version of the card's stream that holds it.</param>
public sealed record PointsEntry(string Kind, long Points, Guid? OrderId, DateTimeOffset At, long Version)
{
    /// <summary>The entries of a card, newest first, read off its events.</summary>
    public static IReadOnlyList<PointsEntry> Of(IEnumerable<(long Version, BonusCardEvent Happened)> history) =>
        [.. history.Select(h => Entry(h.Version, h.Happened)).OfType<PointsEntry>().Reverse()];

    private static PointsEntry? Entry(long version, BonusCardEvent happened) => happened switch
    {
        PointsAccrued e => new PointsEntry("accrued", e.Points, e.OrderId, e.AccruedAt, version),
        PointsActivated e => new PointsEntry("activated", e.Points, null, e.ActivatedAt, version),
        PointsRedeemed e => new PointsEntry("redeemed", -e.Points, e.OrderId, e.RedeemedAt, version),
        PointsRestored e => new PointsEntry("restored", e.Points, e.OrderId, e.RestoredAt, version),
        PointsClawedBack e => new PointsEntry("clawed-back", -e.Points, e.OrderId, e.ClawedBackAt, version),
        PointsDebtSettled e => new PointsEntry("debt-settled", -e.Points, null, e.SettledAt, version),
        _ => null,
    };
}
