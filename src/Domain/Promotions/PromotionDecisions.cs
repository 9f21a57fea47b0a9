using Marketplace.Domain.Values;

namespace Marketplace.Domain.Promotions;

/// <summary>An order that wants to carry a promo code.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="CustomerId">Whose it is.</param>
/// <param name="Goods">What the goods that the code is for cost before anything was taken off.</param>
/// <param name="Reduction">What the code takes off them.</param>
public sealed record PromoUse(Guid OrderId, Guid CustomerId, Money Goods, Money Reduction);

/// <summary>How promo codes are made, used and freed (S82).</summary>
public static class PromotionDecisions
{
    private const int LongestCode = 40;

    /// <summary>Makes a code or gives it other terms; the same terms again change nothing.</summary>
    public static Decision<PromotionEvent> Define(Promotion? promotion, string code, PromoTerms terms, DateTimeOffset now)
    {
        var normal = Promotion.Normal(code);
        if (normal.Length is 0 or > LongestCode || normal.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '-')) return PromotionErrors.CodeInvalid(LongestCode);
        // Such a code would never be asked: what is typed like a friend's code is looked for among the friends.
        if (Referrals.LooksLikeOne(normal)) return PromotionErrors.CodeInvalid(LongestCode);
        if (terms.BasisPoints is < 0 or > 10_000 || terms.AmountOff < 0 || terms.AtMost <= 0) return PromotionErrors.ValueInvalid;
        if (terms.BasisPoints > 0 == terms.AmountOff > 0) return PromotionErrors.ValueInvalid;
        if (terms.ValidUntil <= terms.ValidFrom) return PromotionErrors.PeriodInvalid;
        if (terms.UsesPerCustomer < 1 || terms.UsesInTotal < 1 || terms.MinimumSum < 0) return PromotionErrors.LimitInvalid;
        if (promotion is not null && promotion.Terms.SameAs(terms)) return Decision<PromotionEvent>.Nothing;
        return new PromoCodeDefined(
            Promotion.IdOf(normal), normal, terms.BasisPoints, terms.AmountOff, terms.AtMost, terms.ValidFrom, terms.ValidUntil,
            terms.UsesPerCustomer, terms.UsesInTotal, terms.MinimumSum, terms.Categories, terms.IssuedTo, now);
    }

    /// <summary>
    /// Lets an order carry the code within its limits (I8). A code that is somebody else's is refused as one that does not
    /// exist. Preview and placement both ask this; the preview appends nothing.
    /// </summary>
    public static Decision<PromotionEvent> Use(Promotion? promotion, PromoUse use, DateTimeOffset now)
    {
        if (promotion is not { Terms: var terms } || (terms.IssuedTo is { } owner && owner != use.CustomerId)) return PromotionErrors.Unknown;
        if (promotion.Uses.ContainsKey(use.OrderId)) return Decision<PromotionEvent>.Nothing;
        if (now < terms.ValidFrom) return PromotionErrors.NotApplicable;
        if (now >= terms.ValidUntil) return PromotionErrors.Expired;
        if (promotion.Uses.Count >= terms.UsesInTotal) return PromotionErrors.Exhausted;
        if (promotion.Uses.Values.Count(c => c == use.CustomerId) >= terms.UsesPerCustomer) return PromotionErrors.Exhausted;
        if (use.Goods.Kopecks < terms.MinimumSum) return PromotionErrors.MinimumNotReached(new Money(terms.MinimumSum), use.Goods);
        if (!use.Reduction.IsPositive) return PromotionErrors.NotApplicable;
        return new PromoCodeUsed(promotion.Id, use.OrderId, use.CustomerId, now);
    }

    /// <summary>Frees the use of an order that was cancelled in full (X10); units that were removed free nothing.</summary>
    public static Decision<PromotionEvent> Release(Promotion promotion, Guid orderId, DateTimeOffset now) =>
        promotion.Uses.ContainsKey(orderId) ? new PromoCodeReleased(promotion.Id, orderId, now) : Decision<PromotionEvent>.Nothing;
}
