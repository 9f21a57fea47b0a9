using Marketplace.Domain.Values;

namespace Marketplace.Domain.Promotions;

/// <summary>The numbers of the promotions that apply by themselves (P7, P12). Those of a promo code are in its definition.</summary>
public sealed record PromotionPolicy
{
    /// <summary>A shop without any of them.</summary>
    public static PromotionPolicy None { get; } = new() { Version = "none", CardDiscount = Percentage.Zero, FirstOrder = Percentage.Zero, ReferralsRewardedAMonth = 0 };

    /// <summary>The version of these numbers; it is pinned on every order that was placed under them (U10).</summary>
    public string Version { get; init; } = "2026-11";

    /// <summary>What an active bonus card takes off the goods (S55).</summary>
    public Percentage CardDiscount { get; init; } = Percentage.OfHundred(3);

    /// <summary>What registration takes off the first order (S81).</summary>
    public Percentage FirstOrder { get; init; } = Percentage.OfHundred(10);

    /// <summary>The most that the first-order discount may come to.</summary>
    public Money FirstOrderAtMost { get; init; } = new(500_00);

    /// <summary>How many rewards for friends a customer gets in a calendar month of Moscow (P12).</summary>
    public int ReferralsRewardedAMonth { get; init; } = 10;

    /// <summary>What the promo codes of a reward take off: one for each side (P12).</summary>
    public Money ReferralReward { get; init; } = new(300_00);

    /// <summary>How long the promo code of a reward is valid.</summary>
    public TimeSpan ReferralRewardValid { get; init; } = TimeSpan.FromDays(90);

    /// <summary>The longest time for which a referral waits between two looks at an order with an undecided return.</summary>
    public TimeSpan ReferralLooksAgain { get; init; } = TimeSpan.FromDays(1);
}
