using FluentAssertions;
using Marketplace.Domain.BonusCards;
using Xunit;
using static Marketplace.Domain.Tests.BonusCards.BonusCardLife;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.BonusCards;

public class ClosingTests
{
    private static readonly DateTimeOffset Later = ActivatesAt.AddDays(30);

    [Fact]
    public void S60_a_closed_card_gives_up_pending_and_active_points()
    {
        var given = Given([.. Active("older", 5), Accrued("newer", 7)]);
        given.When(c => BonusCardDecisions.Close(c, 0, 0, Later)).Then(new BonusCardClosed(CardId, 12, Later));
        var closed = given.State!.After(BonusCardDecisions.Close(given.State!, 0, 0, Later));
        (closed.Status, closed.Balance, closed.DocumentId).Should().Be((BonusCardStatus.Closed, 0, null));
    }

    [Fact]
    public void S60_what_expired_before_the_closing_is_told_as_expired() =>
        Given([.. Active("older", 5), .. Active("newer", 7, daysLater: 30)]).When(c => BonusCardDecisions.Close(c, 0, 0, ExpiresAt))
            .Then(new PointsExpired(CardId, Id("older"), 5, ExpiresAt), new BonusCardClosed(CardId, 7, ExpiresAt));

    [Fact]
    public void S60_closing_twice_is_closing_once() =>
        Given(new BonusCardClosed(CardId, 0, Later)).When(c => BonusCardDecisions.Close(c, 0, 0, Later)).ThenNothing();

    [Fact]
    public void S60_a_card_with_a_debt_stays_open()
    {
        var indebted = Given([.. Active("order", 10), Redeemed(("order", 10)), new PointsClawedBack(CardId, Id("order"), Id("return"), 10, [], 10, Later)]);
        indebted.When(c => BonusCardDecisions.Close(c, 1, 0, Later)).ThenRefused("bonus-card.has-debt").Facts["debt"].Should().Be(10L);
    }

    [Fact]
    public void S60_a_card_stays_open_while_an_order_paid_with_points_can_come_back() =>
        Given([.. Active("order", 10), Redeemed(("order", 10))]).When(c => BonusCardDecisions.Close(c, 1, 0, Later)).ThenRefused("bonus-card.redemption-open");

    [Fact]
    public void S60_a_card_stays_open_while_goods_that_earned_points_are_on_their_way_back() =>
        Given(Active("order", 10)).When(c => BonusCardDecisions.Close(c, 0, 1, Later)).ThenRefused("bonus-card.return-open");

    [Fact]
    public void S60_a_closed_card_neither_earns_nor_pays_nor_owes()
    {
        var closed = Given([Accrued("order", 10), new BonusCardClosed(CardId, 10, Later)]);
        closed.When(c => BonusCardDecisions.Accrue(c, Id("next"), 5, Later, Policy, Later)).ThenNothing();
        closed.When(c => BonusCardDecisions.Redeem(c, Id("redemption"), 1, Id("paid"), Later)).ThenRefused("bonus-card.not-issued");
        closed.When(c => BonusCardDecisions.Activate(c, Id("order"), Policy, Later)).ThenNothing();
        closed.When(c => BonusCardDecisions.ClawBack(c, Id("order"), Id("return"), 10, Later)).ThenNothing();
    }

    [Fact]
    public void S60_X20_a_card_opened_again_is_empty_and_no_order_earns_on_it_twice()
    {
        var card = Given([Accrued("order", 10), new BonusCardClosed(CardId, 10, Later)]).State!;
        var issued = BonusCardDecisions.Issue(card, CardId, CustomerId, Id("document"), Later);
        issued.Events.Should().Equal(new CardIdentitySubmitted(CardId, CustomerId, Id("document"), Later), new BonusCardIssued(CardId, CustomerId, Later));
        card = card.After(issued);
        (card.Status, card.Balance, card.DocumentId).Should().Be((BonusCardStatus.Active, 0, Id("document")));
        BonusCardDecisions.Accrue(card, Id("order"), 10, Later, Policy, Later).Events.Should().BeEmpty();
        BonusCardDecisions.ClawBack(card, Id("order"), Id("return"), 10, Later).Events.Should().BeEmpty();
        BonusCardDecisions.Accrue(card, Id("next"), 5, Later, Policy, Later).Events.Should().ContainSingle();
    }
}
