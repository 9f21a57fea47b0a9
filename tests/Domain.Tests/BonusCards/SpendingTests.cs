using FluentAssertions;
using Marketplace.Domain.BonusCards;
using Xunit;
using static Marketplace.Domain.Tests.BonusCards.BonusCardLife;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.BonusCards;

public class SpendingTests
{
    private static readonly Guid RedemptionId = Id("redemption");
    private static readonly BonusCardEvent[] TwoLots = [.. Active("newer", 10, daysLater: 30), .. Active("older", 5)];

    [Fact]
    public void P5_the_oldest_lot_is_spent_first() =>
        Given(TwoLots).When(c => BonusCardDecisions.Redeem(c, RedemptionId, 7, Id("paid"), ActivatesAt))
            .Then(new PointsRedeemed(CardId, RedemptionId, 7, Id("paid"), Lots(("older", 5), ("newer", 2)), ActivatesAt));

    [Fact]
    public void P5_one_point_more_than_there_is_cannot_be_spent()
    {
        var refusal = Given(TwoLots).When(c => BonusCardDecisions.Redeem(c, RedemptionId, 16, Id("paid"), ActivatesAt)).ThenRefused("bonus-card.insufficient-points");
        (refusal.Facts["spendable"], refusal.Facts["needed"]).Should().Be((15L, 16L));
        Given(TwoLots).When(c => BonusCardDecisions.Redeem(c, RedemptionId, 15, Id("paid"), ActivatesAt)).Decision.Events.Should().ContainSingle();
    }

    [Fact]
    public void P5_pending_points_cannot_be_spent() =>
        Given(Accrued("order", 12)).When(c => BonusCardDecisions.Redeem(c, RedemptionId, 1, Id("paid"), ActivatesAt)).ThenRefused("bonus-card.insufficient-points");

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void X13_spending_nothing_is_no_event(long points) =>
        Given(TwoLots).When(c => BonusCardDecisions.Redeem(c, RedemptionId, points, Id("paid"), ActivatesAt)).ThenNothing();

    [Fact]
    public void X2_the_same_redemption_again_changes_nothing() =>
        Given([.. TwoLots, Redeemed(("older", 5))]).When(c => BonusCardDecisions.Redeem(c, RedemptionId, 5, Id("paid"), ActivatesAt)).ThenNothing();

    [Fact]
    public void D15_spent_points_come_back_to_the_lot_that_expires_last_and_keep_its_expiry()
    {
        var spent = Given([.. TwoLots, Redeemed(("older", 5), ("newer", 2))]);
        spent.When(c => BonusCardDecisions.Restore(c, RedemptionId, Id("return"), 3, ActivatesAt)).Then(
            new PointsRestored(CardId, RedemptionId, Id("return"), 3, Id("paid"), Lots(("newer", 2), ("older", 1)), ActivatesAt));
        var restored = spent.State!.After(BonusCardDecisions.Restore(spent.State!, RedemptionId, Id("return"), 3, ActivatesAt));
        restored.Lots.Select(l => (l.Active, l.ExpiresAt)).Should().Equal((10, ExpiresAt.AddDays(30)), (1, ExpiresAt));
    }

    [Fact]
    public void D15_points_that_come_back_after_their_expiry_are_lost()
    {
        var spent = Given([.. Active("older", 5), Redeemed(("older", 5))]);
        var decision = BonusCardDecisions.Restore(spent.State!, RedemptionId, Id("return"), 5, ExpiresAt);
        new Outcome<BonusCardEvent>(decision).Then(
            new PointsRestored(CardId, RedemptionId, Id("return"), 5, Id("paid"), Lots(("older", 5)), ExpiresAt),
            new PointsExpired(CardId, Id("older"), 5, ExpiresAt));
        var restored = spent.State!.After(decision);
        (restored.Active, restored.Redemptions.Count).Should().Be((0, 0));
    }

    [Fact]
    public void X15_no_more_points_come_back_than_were_spent_in_any_number_of_steps()
    {
        var card = Given([.. TwoLots, Redeemed(("older", 5), ("newer", 2))]).State!;
        card = card.After(BonusCardDecisions.Restore(card, RedemptionId, Id("first"), 4, ActivatesAt));
        BonusCardDecisions.Restore(card, RedemptionId, Id("second"), 100, ActivatesAt).Events.Single()
            .Should().BeOfType<PointsRestored>().Which.Points.Should().Be(3);
        card = card.After(BonusCardDecisions.Restore(card, RedemptionId, Id("second"), 100, ActivatesAt));
        BonusCardDecisions.Restore(card, RedemptionId, Id("third"), 1, ActivatesAt).Events.Should().BeEmpty();
        (card.Active, card.Redemptions.Count).Should().Be((15, 0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void X13_restoring_nothing_is_no_event(long points) =>
        Given([.. TwoLots, Redeemed(("older", 5))]).When(c => BonusCardDecisions.Restore(c, RedemptionId, Id("return"), points, ActivatesAt)).ThenNothing();

    [Fact]
    public void X15_points_that_were_never_spent_do_not_come_back() =>
        Given(TwoLots).When(c => BonusCardDecisions.Restore(c, RedemptionId, Id("return"), 5, ActivatesAt)).ThenNothing();
}
