using JasperFx.Events;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Promotions;
using Marten;
using Wolverine;

namespace Marketplace.Application.Promotions;

/// <summary>Decides whether a friend's first order brings both a reward; it comes when the order's return window has passed (P12).</summary>
public sealed record SettleReferral(Guid ReferrerId, Guid FriendId, Guid OrderId)
{
    /// <summary>The referrer's stream.</summary>
    public Guid ReferralsId => Referrals.IdOf(ReferrerId);

    /// <summary>What is to be decided about that order, or null when nobody's code was named with it.</summary>
    internal static async Task<SettleReferral?> OfAsync(IQuerySession session, Order order, CancellationToken cancellation) =>
        await session.LoadAsync<Referrals>(Referrals.IdOf(order.CustomerId), cancellation) is { InvitedBy: { } by } && by.OrderId == order.Id
            ? new SettleReferral(by.ReferrerId, order.CustomerId, order.Id)
            : null;
}

/// <summary>Handles <see cref="SettleReferral"/>.</summary>
public static class SettleReferralHandler
{
    /// <summary>
    /// The referrer's stream is locked: the limit of a month is exact. A return that is announced and not counted is waited for. The
    /// promo codes are made in the same transaction.
    /// </summary>
    public static async Task<OutgoingMessages> Handle(
        SettleReferral message,
        [Locked(nameof(SettleReferral.ReferralsId))] IEventStream<Referrals> referrals,
        IDocumentSession session,
        PromotionPolicy policy,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (referrals.Aggregate is not { } state || await session.Events.AggregateStreamAsync<Order>(message.OrderId, token: cancellation) is not { } order) return [];
        var standing = await StandingAsync(message, order, session, now, cancellation);
        var decision = ReferralDecisions.Settle(state, message.OrderId, standing, policy, now);
        referrals.Append(decision);
        foreach (var rewarded in decision.Events.OfType<FriendRewarded>())
        {
            Issue(session, rewarded.ReferrerCode, message.ReferrerId, policy, now);
            Issue(session, rewarded.FriendCode, message.FriendId, policy, now);
        }

        var waits = decision.Events.Count == 0 && state.Open.Exists(i => i.OrderId == message.OrderId);
        if (!waits) return [];
        // Early: at the end of the window. Else by and by, until the last return is counted.
        return now < order.ReturnableUntil ? message.AgainAt(order.ReturnableUntil, now) : [message.DelayedFor(policy.ReferralLooksAgain)];
    }

    private static async Task<FirstOrderStanding> StandingAsync(
        SettleReferral message, Order order, IQuerySession session, DateTimeOffset now, CancellationToken cancellation) => new(
        order.Status is OrderStatus.Cancelled or OrderStatus.Returned,
        order.ReturnableUntil is not { } until || now < until || order.HasOpenReturn,
        await MayReceiveAsync(session, message.ReferrerId, now, cancellation),
        await MayReceiveAsync(session, message.FriendId, now, cancellation),
        await Acquaintance.ShareCardAsync(session, message.ReferrerId, message.FriendId, cancellation));

    private static async Task<bool> MayReceiveAsync(IQuerySession session, Guid customerId, DateTimeOffset now, CancellationToken cancellation) =>
        Entitlements.Refuse(await session.LoadAsync<Customer>(customerId, cancellation), AccountAction.ReceiveReferralReward, now) is null;

    private static void Issue(IDocumentSession session, string? code, Guid ownerId, PromotionPolicy policy, DateTimeOffset now)
    {
        if (code is null) return;
        var made = PromotionDecisions.Define(null, code, ReferralDecisions.TermsOfReward(ownerId, policy, now), now);
        made.ThrowIfRefused();
        session.Events.StartStream<Promotion>(Promotion.IdOf(code), made.Events);
    }
}
