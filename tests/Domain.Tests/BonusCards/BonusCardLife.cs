using Marketplace.Domain.BonusCards;

namespace Marketplace.Domain.Tests.BonusCards;

/// <summary>Histories of a bonus card for scenarios to start from. A lot bears the id of the order that earned it.</summary>
internal static class BonusCardLife
{
    internal static readonly BonusCardPolicy Policy = new();
    internal static readonly DateTimeOffset ActivatesAt = Known.Noon.AddDays(7);
    internal static readonly DateTimeOffset ExpiresAt = ActivatesAt.AddYears(1);

    internal static Given<BonusCard, BonusCardEvent> Given(params BonusCardEvent[] events) =>
        Scenario.Given<BonusCard, BonusCardEvent>(BonusCard.Evolve, [new BonusCardIssued(Known.CardId, Known.CustomerId, Known.Noon), .. events]);

    internal static BonusCardEvent Accrued(string order, long points) =>
        new PointsAccrued(Known.CardId, Known.Id(order), points, Known.Id(order), ActivatesAt, Known.Noon, Policy.Version);

    /// <summary>A lot that can be spent until it expires so many days after the usual.</summary>
    internal static BonusCardEvent[] Active(string order, long points, int daysLater = 0) =>
        [Accrued(order, points), new PointsActivated(Known.CardId, Known.Id(order), points, ExpiresAt.AddDays(daysLater), ActivatesAt)];

    internal static BonusCardEvent Redeemed(params (string Order, long Points)[] shares) => new PointsRedeemed(
        Known.CardId, Known.Id("redemption"), shares.Sum(s => s.Points), Known.Id("paid"), Lots(shares), ActivatesAt);

    internal static LotShare[] Lots(params (string Order, long Points)[] shares) => [.. shares.Select(s => new LotShare(Known.Id(s.Order), s.Points))];

    internal static BonusCard After(this BonusCard card, Decision<BonusCardEvent> decision) =>
        decision.Events.Aggregate(card, (state, happened) => BonusCard.Evolve(state, happened)!);
}
