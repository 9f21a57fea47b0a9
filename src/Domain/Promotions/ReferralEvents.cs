namespace Marketplace.Domain.Promotions;

/// <summary>Something that happened in what one customer has to do with the referral programme (S83).</summary>
public abstract record ReferralEvent;

/// <summary>Why a friend brings no reward.</summary>
public enum ReferralEnd
{
    /// <summary>The friend's order was cancelled, or all of it came back.</summary>
    OrderUndone,

    /// <summary>The customer was rewarded as often as a month allows (P12).</summary>
    MonthlyLimit,

    /// <summary>Neither account was protected when the time came (D10).</summary>
    NotProtected,

    /// <summary>One bank card has paid for both (P12).</summary>
    SameCard,
}

/// <summary>Registration gave the customer a code for friends.</summary>
public sealed record ReferralCodeIssued(Guid ReferralsId, Guid CustomerId, string Code, DateTimeOffset IssuedAt) : ReferralEvent;

/// <summary>The customer named a friend's code with the first order.</summary>
public sealed record ReferrerNamed(Guid ReferralsId, Guid ReferrerId, Guid OrderId, DateTimeOffset NamedAt) : ReferralEvent;

/// <summary>A friend named the customer's code with the first order; nothing is owed yet.</summary>
public sealed record FriendInvited(Guid ReferralsId, Guid FriendId, Guid OrderId, DateTimeOffset InvitedAt) : ReferralEvent;

/// <summary>The friend's first order is past its return window: each protected side has a promo code.</summary>
public sealed record FriendRewarded(
    Guid ReferralsId, Guid FriendId, Guid OrderId, string? ReferrerCode, string? FriendCode, DateTimeOffset RewardedAt) : ReferralEvent;

/// <summary>That friend's order brings no reward.</summary>
public sealed record FriendRewardRevoked(Guid ReferralsId, Guid FriendId, Guid OrderId, ReferralEnd Reason, DateTimeOffset RevokedAt) : ReferralEvent;
