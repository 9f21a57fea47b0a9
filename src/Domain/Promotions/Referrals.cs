using System.Collections.Immutable;
using Marketplace.Domain.Values;

namespace Marketplace.Domain.Promotions;

/// <summary>An invited friend whose reward is not decided yet.</summary>
public sealed record Invitation(Guid FriendId, Guid OrderId);

/// <summary>Whose code the customer named, and with which order.</summary>
public sealed record NamedReferrer(Guid ReferrerId, Guid OrderId);

/// <summary>What one customer has to do with the referral programme: own code, friends, and who invited the customer.</summary>
/// <param name="Id">Its stream; it follows from the code.</param>
/// <param name="CustomerId">The customer.</param>
/// <param name="Code">What friends type.</param>
/// <param name="Open">Friends whose reward is not decided.</param>
/// <param name="Invited">How many friends named the code.</param>
/// <param name="RewardedAt">When a friend brought a reward, the oldest first.</param>
/// <param name="InvitedBy">Whose code the customer named, if anybody's.</param>
public sealed record Referrals(
    Guid Id, Guid CustomerId, string Code, ImmutableList<Invitation> Open, int Invited, ImmutableList<DateTimeOffset> RewardedAt, NamedReferrer? InvitedBy)
{
    private const string Prefix = "FR-";
    private const string Letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private static readonly Guid Space = new("0b1f5b3a-5f0e-4a77-9f5d-1d0f6a5ee7c2");

    /// <summary>The version of the stream that this state is the fold of.</summary>
    public long Version { get; init; }

    /// <summary>The customer's code: it follows from the customer's id, so that it can be told without a look-up.</summary>
    public static string CodeOf(Guid customerId) => Prefix + Word(DeterministicId.Of(customerId, "referral-code"));

    /// <summary>The stream of a code, however it is typed.</summary>
    public static Guid IdOf(string code) => DeterministicId.Of(Space, Promotion.Normal(code));

    /// <summary>The stream of a customer.</summary>
    public static Guid IdOf(Guid customerId) => IdOf(CodeOf(customerId));

    /// <summary>Whether that could be a friend's code.</summary>
    public static bool LooksLikeOne(string? code) => code is not null && Promotion.Normal(code).StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The promo code that one side gets for that order.</summary>
    public static string RewardOf(Guid orderId, string side) => "REWARD-" + Word(DeterministicId.Of(orderId, side));

    /// <summary>The state after one more event; an event that fits nothing changes nothing.</summary>
    public static Referrals? Evolve(Referrals? referrals, ReferralEvent happened) => (referrals, happened) switch
    {
        (null, ReferralCodeIssued e) => new Referrals(e.ReferralsId, e.CustomerId, e.Code, [], 0, [], null),
        (null, _) => null,
        ({ } r, ReferrerNamed e) => r with { InvitedBy = new NamedReferrer(e.ReferrerId, e.OrderId) },
        ({ } r, FriendInvited e) => r with { Open = r.Open.Add(new Invitation(e.FriendId, e.OrderId)), Invited = r.Invited == int.MaxValue ? r.Invited : r.Invited + 1 },
        ({ } r, FriendRewarded e) => r with { Open = r.Open.RemoveAll(i => i.OrderId == e.OrderId), RewardedAt = r.RewardedAt.Add(e.RewardedAt) },
        ({ } r, FriendRewardRevoked e) => r with { Open = r.Open.RemoveAll(i => i.OrderId == e.OrderId) },
        _ => referrals,
    };

    // Ten letters of 32: fifty bits, without those that look alike.
    private static string Word(Guid id) => string.Concat(id.ToByteArray().Take(10).Select(b => Letters[b % Letters.Length]));
}
