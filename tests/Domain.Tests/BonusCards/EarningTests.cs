using FluentAssertions;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Values;
using Xunit;
using static Marketplace.Domain.Tests.BonusCards.BonusCardLife;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.BonusCards;

public class EarningTests
{
    [Fact]
    public void S54_a_card_is_issued_free_of_charge() =>
        Scenario.Given<BonusCard, BonusCardEvent>(BonusCard.Evolve)
            .When(c => BonusCardDecisions.Issue(c, CardId, CustomerId, Id("document"), Noon))
            .Then(new CardIdentitySubmitted(CardId, CustomerId, Id("document"), Noon), new BonusCardIssued(CardId, CustomerId, Noon));

    [Fact]
    public void S60_a_customer_has_one_live_card() =>
        Given().When(c => BonusCardDecisions.Issue(c, Id("second card"), CustomerId, Id("document"), Noon)).ThenRefused("bonus-card.already-issued");

    [Theory]
    [InlineData(99_99, 0)]
    [InlineData(100_00, 1)]
    [InlineData(199_99, 1)]
    [InlineData(1_200_00, 12)]
    [InlineData(0, 0)]
    [InlineData(long.MaxValue, long.MaxValue / 10_000)]
    public void P5_a_hundred_roubles_of_goods_earn_a_point_and_parts_of_a_point_are_not_earned(long kopecks, long points) =>
        BonusCardPolicy.Earned([(new Money(kopecks), Policy.RateOf("books"))]).Should().Be(points);

    [Fact]
    public void P5_a_delivered_order_earns_pending_points() =>
        Given().When(c => BonusCardDecisions.Accrue(c, Id("order"), 12, ActivatesAt, Policy, Noon))
            .Then(new PointsAccrued(CardId, Id("order"), 12, Id("order"), ActivatesAt, Noon, Policy.Version));

    [Fact]
    public void X20_an_order_earns_once() =>
        Given(Accrued("order", 12)).When(c => BonusCardDecisions.Accrue(c, Id("order"), 12, ActivatesAt, Policy, Noon)).ThenNothing();

    [Fact]
    public void X20_an_order_that_was_taken_back_does_not_earn_again()
    {
        var card = Given(Accrued("order", 12)).State!;
        card = card.After(BonusCardDecisions.ClawBack(card, Id("order"), Id("return"), 12, Noon));
        BonusCardDecisions.Accrue(card, Id("order"), 12, ActivatesAt, Policy, Noon).Should().Be(Decision<BonusCardEvent>.Nothing);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void X13_nothing_earned_is_no_event(long points) =>
        Given().When(c => BonusCardDecisions.Accrue(c, Id("order"), points, ActivatesAt, Policy, Noon)).ThenNothing();

    [Fact]
    public void P5_points_are_pending_one_second_before_their_window_ends_and_active_then()
    {
        var given = Given(Accrued("order", 12));
        given.When(c => BonusCardDecisions.Activate(c, Id("order"), Policy, ActivatesAt - OneSecond)).ThenNothing();
        given.When(c => BonusCardDecisions.Activate(c, Id("order"), Policy, ActivatesAt)).Then(
            new PointsActivated(CardId, Id("order"), 12, ActivatesAt.AddYears(1), ActivatesAt));
    }

    [Fact]
    public void P5_points_that_are_activated_late_expire_as_promised()
    {
        var late = ActivatesAt.AddDays(3);
        Given(Accrued("order", 12)).When(c => BonusCardDecisions.Activate(c, Id("order"), Policy, late))
            .Then(new PointsActivated(CardId, Id("order"), 12, ActivatesAt.AddYears(1), late));
    }

    [Fact]
    public void P5_a_lot_is_activated_once() =>
        Given(Active("order", 12)).When(c => BonusCardDecisions.Activate(c, Id("order"), Policy, ActivatesAt)).ThenNothing();

    [Fact]
    public void P5_a_lot_nobody_knows_is_not_activated() =>
        Given().When(c => BonusCardDecisions.Activate(c, Id("order"), Policy, ActivatesAt)).ThenNothing();

    [Fact]
    public void P5_points_can_be_spent_until_one_second_before_they_expire()
    {
        var given = Given(Active("order", 12));
        given.When(c => BonusCardDecisions.Redeem(c, Id("redemption"), 12, Id("paid"), ExpiresAt - OneSecond)).Decision.Events.Should().ContainSingle();
        given.When(c => BonusCardDecisions.Redeem(c, Id("redemption"), 1, Id("paid"), ExpiresAt))
            .ThenRefused("bonus-card.insufficient-points").Facts["spendable"].Should().Be(0L);
    }

    [Fact]
    public void P5_the_year_of_points_activated_on_29_february_ends_on_28_february()
    {
        var leapDay = new DateTimeOffset(2028, 2, 29, 0, 0, 0, TimeSpan.Zero);
        var card = Given(new PointsAccrued(CardId, Id("order"), 1, Id("order"), leapDay, Noon, "")).State!;
        BonusCardDecisions.Activate(card, Id("order"), Policy, leapDay).Events.Single()
            .Should().BeOfType<PointsActivated>().Which.ExpiresAt.Should().Be(new DateTimeOffset(2029, 2, 28, 0, 0, 0, TimeSpan.Zero));
    }
}
