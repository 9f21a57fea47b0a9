using Marketplace.Domain.Values;

namespace Marketplace.Domain.Promotions;

/// <summary>What is known about a friend who names a code.</summary>
/// <param name="CustomerId">The friend.</param>
/// <param name="OrderId">The friend's order.</param>
/// <param name="IsFirstOrder">Whether this order uses the friend's first-order discount: nobody has a first order twice.</param>
/// <param name="SharesContact">Whether both ever had the same phone, or had goods brought to the same address.</param>
/// <param name="SharesCard">Whether one bank card has paid for both, as far as cards are known before this order is paid.</param>
/// <param name="InvitedReferrer">Whether the friend brought the referrer, directly or through others.</param>
public sealed record NewFriend(Guid CustomerId, Guid OrderId, bool IsFirstOrder, bool SharesContact, bool SharesCard, bool InvitedReferrer);

/// <summary>How the friend's first order stands when its reward is decided.</summary>
/// <param name="IsUndone">Cancelled, or all of it returned.</param>
/// <param name="MayStillComeBack">Not delivered, within its return window, or with a return that is not counted yet.</param>
/// <param name="ReferrerIsProtected">Whether the referrer may receive a reward (D10).</param>
/// <param name="FriendIsProtected">Whether the friend may.</param>
/// <param name="SharesCard">Whether one bank card has paid for both by now: the card of this order was not known when it was placed.</param>
public sealed record FirstOrderStanding(bool IsUndone, bool MayStillComeBack, bool ReferrerIsProtected, bool FriendIsProtected, bool SharesCard);

/// <summary>How friends are invited and rewarded (S83, P12).</summary>
public static class ReferralDecisions
{
    /// <summary>Gives the customer a code; a shop that rewards nobody gives none.</summary>
    public static Decision<ReferralEvent> IssueCode(Referrals? referrals, Guid customerId, PromotionPolicy policy, DateTimeOffset now) =>
        referrals is null && policy.ReferralsRewardedAMonth > 0
            ? new ReferralCodeIssued(Referrals.IdOf(customerId), customerId, Referrals.CodeOf(customerId), now)
            : Decision<ReferralEvent>.Nothing;

    /// <summary>Notes that a friend named the code: not oneself, not twice the same person, not in a circle, only with the first order.</summary>
    public static Decision<ReferralEvent> Invite(Referrals? referrals, NewFriend friend, DateTimeOffset now)
    {
        if (referrals is null) return PromotionErrors.Unknown;
        if (referrals.Open.Exists(i => i.OrderId == friend.OrderId)) return Decision<ReferralEvent>.Nothing;
        if (referrals.CustomerId == friend.CustomerId || friend.SharesContact || friend.SharesCard || friend.InvitedReferrer) return PromotionErrors.ReferralNotApplicable;
        if (!friend.IsFirstOrder) return PromotionErrors.ReferralNotApplicable;
        return new FriendInvited(referrals.Id, friend.CustomerId, friend.OrderId, now);
    }

    /// <summary>Notes on the friend's side whose code was named; asked after <see cref="Invite"/>.</summary>
    public static Decision<ReferralEvent> NameReferrer(Referrals friend, Guid referrerId, Guid orderId, DateTimeOffset now) =>
        friend.InvitedBy == new NamedReferrer(referrerId, orderId)
            ? Decision<ReferralEvent>.Nothing
            : new ReferrerNamed(friend.Id, referrerId, orderId, now);

    /// <summary>Rewards or revokes, once, as soon as the order cannot come back any more; before that it is nothing.</summary>
    public static Decision<ReferralEvent> Settle(Referrals referrals, Guid orderId, FirstOrderStanding order, PromotionPolicy policy, DateTimeOffset now)
    {
        if (referrals.Open.Find(i => i.OrderId == orderId) is not { } invited) return Decision<ReferralEvent>.Nothing;
        if (order.IsUndone) return Revoked(ReferralEnd.OrderUndone);
        if (order.MayStillComeBack) return Decision<ReferralEvent>.Nothing;
        if (order.SharesCard) return Revoked(ReferralEnd.SameCard);
        if (!order.ReferrerIsProtected && !order.FriendIsProtected) return Revoked(ReferralEnd.NotProtected);
        if (referrals.RewardedAt.Count(at => SameMonth(at, now)) >= policy.ReferralsRewardedAMonth) return Revoked(ReferralEnd.MonthlyLimit);
        return new FriendRewarded(
            referrals.Id, invited.FriendId, orderId,
            order.ReferrerIsProtected ? Referrals.RewardOf(orderId, "referrer") : null,
            order.FriendIsProtected ? Referrals.RewardOf(orderId, "friend") : null, now);

        Decision<ReferralEvent> Revoked(ReferralEnd reason) => new FriendRewardRevoked(referrals.Id, invited.FriendId, orderId, reason, now);
    }

    /// <summary>The promo code of a reward: one use, one owner, for all goods.</summary>
    public static PromoTerms TermsOfReward(Guid ownerId, PromotionPolicy policy, DateTimeOffset now) =>
        new(0, policy.ReferralReward.Kopecks, null, now, now + policy.ReferralRewardValid, 1, 1, 0, [], ownerId);

    private static bool SameMonth(DateTimeOffset one, DateTimeOffset other)
    {
        var (a, b) = (MoscowTime.DateOf(one), MoscowTime.DateOf(other));
        return (a.Year, a.Month) == (b.Year, b.Month);
    }
}
