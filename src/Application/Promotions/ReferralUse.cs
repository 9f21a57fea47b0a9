using JasperFx.Events;
using Marketplace.Domain;
using Marketplace.Domain.Promotions;
using Marten;

namespace Marketplace.Application.Promotions;

/// <summary>A friend's code that was typed at the checkout (S83): it takes nothing off, and may bring both a reward later.</summary>
internal sealed record ReferralUse(Guid CustomerId, Referrals? Referrer, bool SharesContact, bool SharesCard, bool InvitedReferrer)
{
    // A longer chain is no circle that anybody made by hand.
    private const int LongestChain = 20;

    private IEventStream<Referrals>? ReferrerStream { get; init; }

    private IEventStream<Referrals>? FriendStream { get; init; }

    /// <summary>As it stands, without holding anything; null when no friend's code was typed.</summary>
    public static async Task<ReferralUse?> LookAsync(
        IQuerySession session, Guid customerId, string? code, string? address, CancellationToken cancellation)
    {
        if (code is null || !Referrals.LooksLikeOne(code)) return null;
        var referrer = await session.LoadAsync<Referrals>(Referrals.IdOf(code), cancellation);
        if (referrer is null) return new ReferralUse(customerId, null, false, false, false);
        var shares = await Acquaintance.ShareContactAsync(session, referrer.CustomerId, customerId, address, cancellation);
        var card = await Acquaintance.ShareCardAsync(session, referrer.CustomerId, customerId, cancellation);
        return new ReferralUse(customerId, referrer, shares, card, await WasInvitedByAsync(session, referrer, customerId, cancellation));
    }

    /// <summary>The same with both sides locked, always in the same order, so that two customers cannot name each other.</summary>
    public static async Task<ReferralUse?> BeginAsync(
        IDocumentSession session, Guid customerId, string? code, string? address, CancellationToken cancellation)
    {
        if (code is null || !Referrals.LooksLikeOne(code)) return null;
        Dictionary<Guid, IEventStream<Referrals>> streams = [];
        foreach (var id in new[] { Referrals.IdOf(code), Referrals.IdOf(customerId) }.Distinct().Order())
        {
            streams[id] = await session.Events.FetchForExclusiveWriting<Referrals>(id, cancellation);
        }

        return await LookAsync(session, customerId, code, address, cancellation) is { } use
            ? use with { ReferrerStream = streams[Referrals.IdOf(code)], FriendStream = streams[Referrals.IdOf(customerId)] }
            : null;
    }

    /// <summary>Whether the code counts for that order.</summary>
    public Decision<ReferralEvent> Decide(Guid orderId, bool isFirstOrder, DateTimeOffset now) =>
        ReferralDecisions.Invite(Referrer, new NewFriend(CustomerId, orderId, isFirstOrder, SharesContact, SharesCard, InvitedReferrer), now);

    /// <summary>Notes it on both sides. Only the first order gets here.</summary>
    public void Use(Guid orderId, DateTimeOffset now)
    {
        ReferrerStream!.Append(Decide(orderId, isFirstOrder: true, now));
        if (FriendStream!.Aggregate is { } friend) FriendStream.Append(ReferralDecisions.NameReferrer(friend, Referrer!.CustomerId, orderId, now));
    }

    private static async Task<bool> WasInvitedByAsync(IQuerySession session, Referrals referrer, Guid customerId, CancellationToken cancellation)
    {
        var at = referrer;
        for (var i = 0; i < LongestChain && at?.InvitedBy is { } by; i++)
        {
            if (by.ReferrerId == customerId) return true;
            at = await session.LoadAsync<Referrals>(Referrals.IdOf(by.ReferrerId), cancellation);
        }

        return false;
    }
}
