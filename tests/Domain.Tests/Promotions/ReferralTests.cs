using FluentAssertions;
using Marketplace.Domain.Promotions;
using Xunit;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Promotions;

public class ReferralTests
{
    private static readonly PromotionPolicy Policy = new();
    private static readonly Guid ReferralsId = Referrals.IdOf(CustomerId);
    private static readonly Referrals Fresh = After(null, ReferralDecisions.IssueCode(null, CustomerId, Policy, Noon));
    private static readonly NewFriend Friend = new(Id("friend"), OrderId, true, false, false, false);
    private static readonly FirstOrderStanding Kept = new(false, false, true, true, false);
    private static readonly Referrals Invited = After(Fresh, ReferralDecisions.Invite(Fresh, Friend, Noon));

    [Fact]
    public void S83_each_customer_has_one_code_that_does_not_look_like_another()
    {
        Fresh.Code.Should().MatchRegex("^FR-[2-9A-HJ-NP-Z]{10}$").And.Be(Referrals.CodeOf(CustomerId));
        Referrals.IdOf(Fresh.Code.ToLowerInvariant()).Should().Be(ReferralsId);
        new Outcome<ReferralEvent>(ReferralDecisions.IssueCode(Fresh, CustomerId, Policy, Noon)).ThenNothing();
        new Outcome<ReferralEvent>(ReferralDecisions.IssueCode(null, CustomerId, PromotionPolicy.None, Noon)).ThenNothing();
        Enumerable.Range(0, 1_000).Select(i => Referrals.CodeOf(Id($"{i}"))).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void S83_a_friend_is_invited_once_by_order()
    {
        Invite(Fresh, Friend).Then(new FriendInvited(ReferralsId, Id("friend"), OrderId, Noon));
        Invite(Invited, Friend).ThenNothing();
        Invite(null, Friend).ThenRefused("promo.unknown");
    }

    [Fact]
    public void S83_P12_nobody_invites_oneself_a_second_account_or_who_invited_them()
    {
        Invite(Fresh, Friend with { CustomerId = CustomerId }).ThenRefused("promo.referral-not-applicable");
        Invite(Fresh, Friend with { SharesContact = true }).ThenRefused("promo.referral-not-applicable");
        Invite(Fresh, Friend with { SharesCard = true }).ThenRefused("promo.referral-not-applicable");
        Invite(Fresh, Friend with { InvitedReferrer = true }).ThenRefused("promo.referral-not-applicable");
        Invite(Fresh, Friend with { IsFirstOrder = false }).ThenRefused("promo.referral-not-applicable");
    }

    [Fact]
    public void P12_both_sides_are_rewarded_once_when_the_order_can_no_longer_come_back()
    {
        Settle(Invited, Kept with { MayStillComeBack = true }).ThenNothing();
        var reward = Settle(Invited, Kept);
        reward.Then(new FriendRewarded(
            ReferralsId, Id("friend"), OrderId, Referrals.RewardOf(OrderId, "referrer"), Referrals.RewardOf(OrderId, "friend"), Noon));
        Settle(After(Invited, reward.Decision), Kept).ThenNothing();
    }

    [Fact]
    public void S83_an_order_that_was_cancelled_or_came_back_brings_nothing_for_ever()
    {
        var revoked = Settle(Invited, Kept with { IsUndone = true, MayStillComeBack = true });
        revoked.Then(new FriendRewardRevoked(ReferralsId, Id("friend"), OrderId, ReferralEnd.OrderUndone, Noon));
        Settle(After(Invited, revoked.Decision), Kept).ThenNothing();
    }

    [Fact]
    public void P12_two_whom_one_card_pays_for_are_not_rewarded_once_it_is_known()
    {
        Settle(Invited, Kept with { SharesCard = true, MayStillComeBack = true }).ThenNothing();
        var revoked = Settle(Invited, Kept with { SharesCard = true, FriendIsProtected = false, ReferrerIsProtected = false });
        revoked.Then(new FriendRewardRevoked(ReferralsId, Id("friend"), OrderId, ReferralEnd.SameCard, Noon));
        Settle(After(Invited, revoked.Decision), Kept).ThenNothing();
    }

    [Fact]
    public void S83_only_a_protected_side_is_rewarded()
    {
        Settle(Invited, Kept with { FriendIsProtected = false })
            .Then(new FriendRewarded(ReferralsId, Id("friend"), OrderId, Referrals.RewardOf(OrderId, "referrer"), null, Noon));
        Settle(Invited, Kept with { FriendIsProtected = false, ReferrerIsProtected = false })
            .Then(new FriendRewardRevoked(ReferralsId, Id("friend"), OrderId, ReferralEnd.NotProtected, Noon));
    }

    [Fact]
    public void P12_the_tenth_reward_of_a_month_is_given_and_the_eleventh_waits_for_nothing()
    {
        var nine = Enumerable.Range(0, 9).Aggregate(Invited, (r, i) =>
            Referrals.Evolve(r, new FriendRewarded(ReferralsId, Id($"f{i}"), Id($"o{i}"), "A", "B", Noon.AddDays(-8)))!);
        var ten = Settle(nine, Kept);
        ten.Decision.Events.Single().Should().BeOfType<FriendRewarded>();
        var full = Referrals.Evolve(nine, new FriendRewarded(ReferralsId, Id("f9"), Id("o9"), "A", "B", Noon))!;
        Settle(full, Kept).Then(new FriendRewardRevoked(ReferralsId, Id("friend"), OrderId, ReferralEnd.MonthlyLimit, Noon));
        // 30 November, 21:00 UTC, is the first of December in Moscow.
        var december = new DateTimeOffset(2026, 11, 30, 21, 0, 0, TimeSpan.Zero);
        ReferralDecisions.Settle(full, OrderId, Kept, Policy, december).Events.Single().Should().BeOfType<FriendRewarded>();
        ReferralDecisions.Settle(full, OrderId, Kept, Policy, december - OneSecond).Events.Single().Should().BeOfType<FriendRewardRevoked>();
    }

    [Fact]
    public void P12_a_reward_is_a_promo_code_for_one_use_of_its_owner()
    {
        var terms = ReferralDecisions.TermsOfReward(CustomerId, Policy, Noon);
        terms.Should().BeEquivalentTo(new { AmountOff = 300_00L, UsesInTotal = 1, IssuedTo = CustomerId, ValidUntil = Noon.AddDays(90) });
        PromotionDecisions.Define(null, Referrals.RewardOf(OrderId, "friend"), terms, Noon).IsRefused.Should().BeFalse();
        new Outcome<PromotionEvent>(PromotionDecisions.Define(null, Fresh.Code, terms, Noon)).ThenRefused("promo.code-invalid");
    }

    private static Outcome<ReferralEvent> Invite(Referrals? referrals, NewFriend friend) => new(ReferralDecisions.Invite(referrals, friend, Noon));

    private static Outcome<ReferralEvent> Settle(Referrals referrals, FirstOrderStanding order) =>
        new(ReferralDecisions.Settle(referrals, OrderId, order, Policy, Noon));

    private static Referrals After(Referrals? referrals, Decision<ReferralEvent> decision) => decision.Events.Aggregate(referrals, Referrals.Evolve)!;
}
