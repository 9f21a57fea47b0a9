using Marketplace.Application.Customers;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Orders;
using Marten;

namespace Marketplace.Application.Orders;

/// <summary>Points that somebody means to pay with, before they are taken.</summary>
internal static class PlannedPoints
{
    /// <summary>
    /// By the rules of a payment and in their order, so that what is promised by a preview or a placement is taken by the payment,
    /// and what is refused there is refused here.
    /// </summary>
    /// <exception cref="RefusedException">So many points could not pay.</exception>
    public static async Task RequirePointsAsync(
        this IQuerySession session, Guid customerId, Guid orderId, long points, Quote quote, BonusCard? card, OrderPolicy policy, DateTimeOffset now,
        CancellationToken cancellation)
    {
        if (points > 0) await session.EntitledAsync(customerId, AccountAction.SpendPoints, now, cancellation);
        if (PaymentDecisions.RefusePoints(points, Tenders.MostPoints(quote, policy)) is { } refused) throw new RefusedException(refused);
        var owned = card ?? throw new RefusedException(BonusCardErrors.NotIssued);
        BonusCardDecisions.Redeem(owned, orderId, points, orderId, now).ThrowIfRefused();
    }
}
