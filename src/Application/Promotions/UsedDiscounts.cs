using Marketplace.Domain;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Promotions;
using Marten;
using Wolverine;

namespace Marketplace.Application.Promotions;

/// <summary>Frees what a cancelled order had used, in the transaction of its cancellation (X10).</summary>
internal static class UsedDiscounts
{
    /// <summary>
    /// Frees the promo code, then the first-order discount: the order in which a checkout locks them. A decision that does not cancel
    /// the order frees nothing. A referral that hung on the order is ended by a message of its own, which locks other streams.
    /// </summary>
    public static async Task<OutgoingMessages> ReleaseAsync(
        IDocumentSession session, Order order, Decision<OrderEvent> decision, DateTimeOffset now, CancellationToken cancellation)
    {
        if (!decision.Events.OfType<OrderCancelled>().Any()) return [];
        foreach (var used in order.Discounts.Where(d => d.Kind == ReductionKind.PromoCode))
        {
            var stream = await session.Events.FetchForExclusiveWriting<Promotion>(used.SourceId, cancellation);
            stream.Append(PromotionDecisions.Release(stream.Existing(PromotionErrors.Unknown), order.Id, now));
        }

        foreach (var used in order.Discounts.Where(d => d.Kind == ReductionKind.FirstOrder))
        {
            var stream = await session.Events.FetchForExclusiveWriting<FirstOrderDiscount>(used.SourceId, cancellation);
            stream.Append(FirstOrderDecisions.Restore(stream.Existing(PromotionErrors.Unknown), order.Id, now));
        }

        return await SettleReferral.OfAsync(session, order, cancellation) is { } referral ? [referral] : [];
    }
}
