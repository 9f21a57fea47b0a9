using Marketplace.Domain.BonusCards;
using Xunit;
using static Marketplace.Domain.Tests.BonusCards.BonusCardLife;
using static Marketplace.Domain.Tests.Known;
using static Marketplace.Domain.Tests.StoryWords;

namespace Marketplace.Domain.Tests.BonusCards;

public class BonusCardStories
{
    [Fact]
    public void S54_to_S60_the_life_of_a_bonus_card() =>
        Snapshots.Match(
            new Story<BonusCard, BonusCardEvent>(BonusCard.Evolve, Facts, Standing)
                .Tell(Noon, c => BonusCardDecisions.Issue(c, CardId, CustomerId, Id("document"), Noon))
                .Tell(On(1), c => BonusCardDecisions.Accrue(c, Id("A"), 12, On(8), Policy, On(1)))
                .Tell(On(2), c => BonusCardDecisions.Redeem(c, Id("too early"), 1, Id("B"), On(2)))
                .Tell(On(8), c => BonusCardDecisions.Activate(c, Id("A"), Policy, On(8)))
                .Tell(On(9), c => BonusCardDecisions.Redeem(c, Id("B pays"), 10, Id("B"), On(9)))
                .Tell(On(9), c => BonusCardDecisions.Redeem(c, Id("B pays"), 10, Id("B"), On(9)))
                .Tell(On(10), c => BonusCardDecisions.Restore(c, Id("B pays"), Id("a unit of B is removed"), 4, On(10)))
                .Tell(On(11), c => BonusCardDecisions.Accrue(c, Id("B"), 7, On(18), Policy, On(11)))
                .Tell(On(12), c => BonusCardDecisions.ClawBack(c, Id("A"), Id("A comes back"), 12, On(12)))
                .Tell(On(13), c => BonusCardDecisions.ClawBack(c, Id("B"), Id("half of B comes back"), 3, On(13)))
                .Tell(On(13), c => BonusCardDecisions.Restore(c, Id("B pays"), Id("half of B comes back"), 3, On(13)))
                .Tell(On(18), c => BonusCardDecisions.Activate(c, Id("B"), Policy, On(18)))
                .Tell(On(19), c => BonusCardDecisions.Redeem(c, Id("C pays"), 2, Id("C"), On(19)))
                .Tell(On(20), c => BonusCardDecisions.Close(c, 1, 0, On(20)))
                .Tell(On(18).AddYears(1), c => BonusCardDecisions.Expire(c, Id("B"), On(18).AddYears(1)))
                .Tell(On(400), c => BonusCardDecisions.Accrue(c, Id("D"), 5, On(407), Policy, On(400)))
                .Tell(On(401), c => BonusCardDecisions.Close(c, 0, 0, On(401)))
                .Tell(On(402), c => BonusCardDecisions.Accrue(c, Id("E"), 5, On(409), Policy, On(402)))
                .Tell(On(403), c => BonusCardDecisions.Issue(c, CardId, CustomerId, Id("another document"), On(403)))
                .ToString(),
            "the life of a bonus card");

    private static DateTimeOffset On(int day) => Noon.AddDays(day);

    private static string Facts(BonusCardEvent happened) => happened switch
    {
        PointsAccrued e => $"{e.Points} until {Day(e.ActivatesAt)} pending",
        PointsActivated e => $"{e.Points} until {Day(e.ExpiresAt)}",
        PointsRedeemed e => Lots(e.Lots),
        PointsRestored e => Lots(e.Lots),
        PointsClawedBack e => $"{Lots(e.Lots)}, missing {e.Debt}",
        PointsDebtSettled e => Lots(e.Lots),
        PointsExpired e => $"{e.Points}",
        BonusCardClosed e => $"{e.PointsForfeited} given up",
        _ => "",
    };

    private static string Lots(IReadOnlyList<LotShare> shares) =>
        shares.Count == 0 ? "no lot" : string.Join(" and ", shares.Select(s => $"{s.Points} of lot {(s.LotId == Id("A") ? "A" : "B")}"));

    private static string Standing(BonusCard card) => $"pending {card.Pending}, active {card.Active}, debt {card.Debt}";
}
