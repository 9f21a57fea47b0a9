using FluentAssertions;
using Marketplace.Domain.BonusCards;
using Xunit;
using static Marketplace.Domain.Tests.BonusCards.BonusCardLife;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.BonusCards;

public class ClawBackTests
{
    [Fact]
    public void I7_pending_points_are_taken_from_the_orders_own_lot() =>
        Given([Accrued("order", 12), .. Active("other", 5)])
            .When(c => BonusCardDecisions.ClawBack(c, Id("order"), Id("return"), 4, Noon))
            .Then(new PointsClawedBack(CardId, Id("order"), Id("return"), 4, Lots(("order", 4)), 0, Noon));

    [Fact]
    public void I7_active_points_are_taken_from_the_own_lot_first_and_then_from_the_next_to_expire() =>
        Given([.. Active("newer", 10, daysLater: 30), .. Active("older", 5), .. Active("order", 3, daysLater: 60)])
            .When(c => BonusCardDecisions.ClawBack(c, Id("order"), Id("return"), 9, ActivatesAt))
            .Then(new PointsClawedBack(CardId, Id("order"), Id("return"), 9, Lots(("order", 3), ("older", 5), ("newer", 1)), 0, ActivatesAt));

    [Fact]
    public void I7_what_was_spent_already_becomes_a_debt()
    {
        var spent = Given([.. Active("order", 12), Redeemed(("order", 10))]);
        spent.When(c => BonusCardDecisions.ClawBack(c, Id("order"), Id("return"), 12, ActivatesAt))
            .Then(new PointsClawedBack(CardId, Id("order"), Id("return"), 12, Lots(("order", 2)), 10, ActivatesAt));
        var card = spent.State!.After(BonusCardDecisions.ClawBack(spent.State!, Id("order"), Id("return"), 12, ActivatesAt));
        (card.Debt, card.Active, card.Pending).Should().Be((10, 0, 0));
    }

    [Fact]
    public void I7_the_pending_points_of_other_orders_are_not_touched() =>
        Given([.. Active("order", 12), Redeemed(("order", 12)), Accrued("other", 50)])
            .When(c => BonusCardDecisions.ClawBack(c, Id("order"), Id("return"), 12, ActivatesAt))
            .Then(new PointsClawedBack(CardId, Id("order"), Id("return"), 12, [], 12, ActivatesAt));

    [Fact]
    public void I7_expired_points_pay_no_debt() =>
        Given([.. Active("older", 5), .. Active("order", 12, daysLater: 30), Redeemed(("order", 12))])
            .When(c => BonusCardDecisions.ClawBack(c, Id("order"), Id("return"), 12, ExpiresAt))
            .Then(new PointsClawedBack(CardId, Id("order"), Id("return"), 12, [], 12, ExpiresAt));

    [Theory]
    [InlineData(12, 10, 0, 2)]
    [InlineData(6, 6, 4, 0)]
    public void I7_a_debt_is_settled_before_activated_points_can_be_spent(long activated, long settled, long debtAfter, long spendable)
    {
        var indebted = Given([.. Active("order", 10), Redeemed(("order", 10)), Accrued("next", activated)]).State!;
        indebted = indebted.After(BonusCardDecisions.ClawBack(indebted, Id("order"), Id("return"), 10, ActivatesAt));
        var decision = BonusCardDecisions.Activate(indebted, Id("next"), Policy, ActivatesAt);
        new Outcome<BonusCardEvent>(decision).Then(
            new PointsActivated(CardId, Id("next"), activated, ExpiresAt, ActivatesAt),
            new PointsDebtSettled(CardId, settled, Lots(("next", settled)), ActivatesAt));
        var card = indebted.After(decision);
        (card.Debt, card.Spendable(ActivatesAt).Sum(l => l.Active)).Should().Be((debtAfter, spendable));
    }

    [Fact]
    public void I7_a_debt_is_settled_with_points_that_come_back()
    {
        var indebted = Given([.. Active("order", 10), Redeemed(("order", 10))]).State!;
        indebted = indebted.After(BonusCardDecisions.ClawBack(indebted, Id("order"), Id("return"), 4, ActivatesAt));
        new Outcome<BonusCardEvent>(BonusCardDecisions.Restore(indebted, Id("redemption"), Id("cancellation"), 10, ActivatesAt)).Then(
            new PointsRestored(CardId, Id("redemption"), Id("cancellation"), 10, Id("paid"), Lots(("order", 10)), ActivatesAt),
            new PointsDebtSettled(CardId, 4, Lots(("order", 4)), ActivatesAt));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void X13_taking_nothing_back_is_no_event(long points) =>
        Given(Accrued("order", 12)).When(c => BonusCardDecisions.ClawBack(c, Id("order"), Id("return"), points, Noon)).ThenNothing();

    [Fact]
    public void X21_nothing_is_taken_back_for_an_order_that_earned_nothing() =>
        Given(Active("other", 5)).When(c => BonusCardDecisions.ClawBack(c, Id("order"), Id("return"), 5, ActivatesAt)).ThenNothing();
}
