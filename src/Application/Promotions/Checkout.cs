using JasperFx.Events;
using Marketplace.Domain;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Promotions;
using Marten;

namespace Marketplace.Application.Promotions;

/// <summary>
/// The price of an order about to be placed, and the limited promotions that it uses. Their streams are locked before the price is
/// made, so that of many checkouts one after the other decides (X8, X9): first the promo code, then the first-order discount.
/// </summary>
public sealed record Checkout(Guid OrderId, Quote Quote)
{
    private IEventStream<Promotion>? Promotion { get; init; }

    private IEventStream<FirstOrderDiscount>? FirstOrder { get; init; }

    private Decision<PromotionEvent> UseOfCode { get; init; }

    private ReferralUse? Referral { get; init; }

    /// <summary>Prices with everything that the customer may use, and holds what is limited until the transaction ends.</summary>
    /// <exception cref="RefusedException">The promo code cannot be used for this order.</exception>
    internal static async Task<Checkout> BeginAsync(
        IDocumentSession session, Guid customerId, Guid orderId, string? promoCode, string? address, Func<IReadOnlyList<Discount>, Quote> price,
        PromotionPolicy policy, DateTimeOffset now, CancellationToken cancellation)
    {
        // An order that is there already keeps its price, whatever has become of the promotions.
        if (await session.Events.FetchStreamStateAsync(orderId, cancellation) is not null) return new Checkout(orderId, price([]));
        var referral = await ReferralUse.BeginAsync(session, customerId, promoCode, address, cancellation);
        var promotion = promoCode is null || referral is not null
            ? null
            : await session.Events.FetchForExclusiveWriting<Promotion>(Domain.Promotions.Promotion.IdOf(promoCode), cancellation);
        var benefits = await Benefits.LookAsync(session, customerId, null, cancellation) with { PromoCode = promoCode, Promotion = promotion?.Aggregate };
        var first = benefits.FirstOrder is { UsedBy: null } open
            ? await session.Events.FetchForExclusiveWriting<FirstOrderDiscount>(open.Id, cancellation)
            : null;
        benefits = benefits with { FirstOrder = first?.Aggregate };
        var quote = price(benefits.DiscountsOf(orderId, policy));
        var use = benefits.UseOfCode(orderId, quote, now);
        use.ThrowIfRefused();
        referral?.Decide(orderId, quote.ReducedBy(ReductionKind.FirstOrder).IsPositive, now).ThrowIfRefused();
        return new Checkout(orderId, quote) { Promotion = promotion, FirstOrder = first, UseOfCode = use, Referral = referral };
    }

    /// <summary>Uses what the price took into account; to be called when the order was placed.</summary>
    internal void Use(DateTimeOffset now)
    {
        Promotion?.Append(UseOfCode);
        Referral?.Use(OrderId, now);
        if (FirstOrder is { } first && Quote.ReducedBy(ReductionKind.FirstOrder).IsPositive)
        {
            first.Append(FirstOrderDecisions.Use(first.Aggregate, OrderId, now));
        }
    }
}
