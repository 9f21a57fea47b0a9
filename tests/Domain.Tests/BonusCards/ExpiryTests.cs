using FluentAssertions;
using Marketplace.Domain.BonusCards;
using Xunit;
using static Marketplace.Domain.Tests.BonusCards.BonusCardLife;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.BonusCards;

public class ExpiryTests
{
    [Fact]
    public void P5_what_is_left_of_a_lot_expires_a_year_after_its_activation_and_not_a_second_earlier()
    {
        var given = Given([.. Active("order", 12), Redeemed(("order", 5))]);
        given.When(c => BonusCardDecisions.Expire(c, Id("order"), ExpiresAt - OneSecond)).ThenNothing();
        given.When(c => BonusCardDecisions.Expire(c, Id("order"), ExpiresAt)).Then(new PointsExpired(CardId, Id("order"), 7, ExpiresAt));
    }

    [Fact]
    public void P5_a_lot_expires_once() =>
        Given([.. Active("order", 12), new PointsExpired(CardId, Id("order"), 12, ExpiresAt)])
            .When(c => BonusCardDecisions.Expire(c, Id("order"), ExpiresAt.AddDays(1))).ThenNothing();

    [Fact]
    public void P5_pending_spent_and_unknown_lots_do_not_expire()
    {
        Given(Accrued("order", 12)).When(c => BonusCardDecisions.Expire(c, Id("order"), ExpiresAt)).ThenNothing();
        Given([.. Active("order", 12), Redeemed(("order", 12))]).When(c => BonusCardDecisions.Expire(c, Id("order"), ExpiresAt)).ThenNothing();
        Given().When(c => BonusCardDecisions.Expire(c, Id("order"), ExpiresAt)).ThenNothing();
    }

    [Fact]
    public void P5_a_late_timer_makes_no_point_spendable()
    {
        var late = Given([.. Active("older", 5), .. Active("newer", 3, daysLater: 30)]);
        var refusal = late.When(c => BonusCardDecisions.Redeem(c, Id("redemption"), 4, Id("paid"), ExpiresAt)).ThenRefused("bonus-card.insufficient-points");
        refusal.Facts["spendable"].Should().Be(3L);
        late.State!.Active.Should().Be(8, "nobody has told the card yet");
    }

    [Fact]
    public void D15_only_the_part_that_has_expired_is_lost_when_points_come_back()
    {
        var spent = Given([.. Active("older", 5), .. Active("newer", 3, daysLater: 30), Redeemed(("older", 5), ("newer", 3))]).State!;
        var decision = BonusCardDecisions.Restore(spent, Id("redemption"), Id("cancellation"), 8, ExpiresAt);
        decision.Events.OfType<PointsExpired>().Single().Should().Be(new PointsExpired(CardId, Id("older"), 5, ExpiresAt));
        spent.After(decision).Spendable(ExpiresAt).Sum(l => l.Active).Should().Be(3);
    }

    [Fact]
    public void I7_points_that_come_back_after_their_expiry_settle_no_debt()
    {
        var indebted = Given([.. Active("order", 10), Redeemed(("order", 10))]).State!;
        indebted = indebted.After(BonusCardDecisions.ClawBack(indebted, Id("order"), Id("return"), 4, ActivatesAt));
        var decision = BonusCardDecisions.Restore(indebted, Id("redemption"), Id("cancellation"), 10, ExpiresAt);
        decision.Events.Select(e => e.GetType()).Should().Equal(typeof(PointsRestored), typeof(PointsExpired));
        indebted.After(decision).Debt.Should().Be(4);
    }

    [Fact]
    public void P5_points_activated_more_than_a_year_late_are_lost_at_once()
    {
        var card = Given(Accrued("order", 12)).State!;
        var decision = BonusCardDecisions.Activate(card, Id("order"), Policy, ExpiresAt);
        new Outcome<BonusCardEvent>(decision).Then(
            new PointsActivated(CardId, Id("order"), 12, ExpiresAt, ExpiresAt), new PointsExpired(CardId, Id("order"), 12, ExpiresAt));
    }
}
