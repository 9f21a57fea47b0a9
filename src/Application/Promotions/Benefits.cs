using Marketplace.Application.Orders;
using Marketplace.Domain;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Promotions;
using Marten.Services.BatchQuerying;

namespace Marketplace.Application.Promotions;

/// <summary>What could take something off an order of one customer, as it stands at that moment.</summary>
/// <param name="CustomerId">The customer.</param>
/// <param name="Card">The bonus card, if any; it takes something off while it is active (S55).</param>
/// <param name="FirstOrder">The first-order discount, if any, used or not.</param>
/// <param name="PromoCode">The promo code that was typed, if any.</param>
/// <param name="Promotion">What is known under that code.</param>
internal sealed record Benefits(Guid CustomerId, BonusCard? Card, FirstOrderDiscount? FirstOrder, string? PromoCode, Promotion? Promotion)
{
    /// <summary>As it stands now, without holding anything. Adds its questions to the batch; to be awaited when the batch has been executed.</summary>
    public static async Task<Benefits> AskAsync(IBatchedQuery batch, Guid customerId, string? promoCode)
    {
        var card = batch.Load<BonusCard>(AccountIds.BonusCardId(customerId));
        var first = batch.Load<FirstOrderDiscount>(AccountIds.FirstOrderDiscountId(customerId));
        var promotion = promoCode is null || Referrals.LooksLikeOne(promoCode) ? null : batch.Load<Promotion>(Promotion.IdOf(promoCode));
        return new Benefits(customerId, await card, await first, promoCode, promotion is null ? null : await promotion);
    }

    /// <summary>What pricing is given: no more than one of each kind (P7).</summary>
    private List<Discount> DiscountsOf(Guid orderId, PromotionPolicy policy)
    {
        List<Discount> discounts = [];
        if (Card is { IsActive: true } card && policy.CardDiscount.BasisPoints > 0)
        {
            discounts.Add(new Discount(ReductionKind.CardDiscount, "", card.Id, policy.CardDiscount.BasisPoints, 0, null, []));
        }

        if (FirstOrder is { } first && FirstOrderDecisions.IsFor(first, orderId)) discounts.Add(first.Discount);
        if (Promotion is { } promotion) discounts.Add(promotion.Discount);
        return discounts;
    }

    /// <summary>What it costs with all of them; the version of their numbers goes with the price (U10).</summary>
    public Quote Price(Offer offer, Guid orderId, OrderPolicy policy, PromotionPolicy promotions) =>
        offer.Price(orderId, DiscountsOf(orderId, promotions), policy) with { PromotionPolicy = promotions.Version };

    /// <summary>Whether the code that was typed may be used for this price; nothing when none was typed.</summary>
    public Decision<PromotionEvent> UseOfCode(Guid orderId, Quote quote, DateTimeOffset now) => PromoCode is null || Referrals.LooksLikeOne(PromoCode)
        ? Decision<PromotionEvent>.Nothing
        : PromotionDecisions.Use(
            Promotion,
            new PromoUse(orderId, CustomerId, quote.GoodsFor(Promotion?.Terms.Categories ?? []), quote.ReducedBy(ReductionKind.PromoCode)),
            now);
}
