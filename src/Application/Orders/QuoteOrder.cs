using Marketplace.Application.Promotions;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Promotions;
using Marten;

namespace Marketplace.Application.Orders;

/// <summary>A product and how many of it.</summary>
public sealed record Item(string Sku, int Quantity);

/// <summary>Where an order shall go.</summary>
public sealed record DeliveryRequest(DeliveryKind Kind, string? PickupPointId, string? Address)
{
    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => Kind.ToString();
}

/// <summary>Asks what an order would cost (S63), and what points would pay of it.</summary>
public sealed record QuoteOrder(
    Guid CustomerId, Guid OrderId, IReadOnlyList<Item> Items, DeliveryRequest Delivery, string? PromoCode = null, long Points = 0)
{
    /// <summary>Whether nobody is signed in (D1): then there is neither a member price nor a promotion.</summary>
    public bool Guest { get; init; }
}

/// <summary>Prices orders from the catalogue.</summary>
public static class QuoteOrderHandler
{
    /// <summary>The price, to the kopeck that of a placement at this moment; nothing is stored.</summary>
    public static async Task<Quote> Handle(
        QuoteOrder query, IQuerySession session, OrderPolicy policy, PromotionPolicy promotions, TimeProvider clock, CancellationToken cancellation)
    {
        var batch = session.CreateBatchQuery();
        var offered = Offer.AskAsync(batch, query.Items, query.Delivery, policy);
        var asked = query.Guest ? null : Benefits.AskAsync(batch, query.CustomerId, query.PromoCode);
        await batch.Execute(cancellation);
        var offer = await offered;
        if (asked is null) return query is { PromoCode: null, Points: 0 } ? offer.Price(query.OrderId, [], policy, guest: true) : throw new RefusedException(CustomerErrors.SignInRequired);
        var benefits = await asked;
        var quote = benefits.Price(offer, query.OrderId, policy, promotions);
        var now = clock.GetUtcNow();
        benefits.UseOfCode(query.OrderId, quote, now).ThrowIfRefused();
        var referral = await ReferralUse.LookAsync(session, query.CustomerId, query.PromoCode, query.Delivery.Address, cancellation);
        referral?.Decide(query.OrderId, quote.ReducedBy(ReductionKind.FirstOrder).IsPositive, now).ThrowIfRefused();
        if (query.Points == 0) return quote;
        await session.RequirePointsAsync(query.CustomerId, query.OrderId, query.Points, quote, benefits.Card, policy, now, cancellation);
        return quote with { Points = query.Points };
    }
}
