namespace Marketplace.Domain.Promotions;

/// <summary>Something that happened to a promo code. Amounts are kopecks.</summary>
public abstract record PromotionEvent;

/// <summary>
/// A promo code exists, or has other terms from now on; what was used before counts against them. A share of 0 means that
/// <c>AmountOff</c> is taken; a limit that is null is none; no category means all goods.
/// </summary>
public sealed record PromoCodeDefined(
    Guid PromotionId,
    string Code,
    int BasisPoints,
    long AmountOff,
    long? AtMost,
    DateTimeOffset ValidFrom,
    DateTimeOffset ValidUntil,
    int? UsesPerCustomer,
    int? UsesInTotal,
    long MinimumSum,
    IReadOnlyList<string> Categories,
    Guid? IssuedTo,
    DateTimeOffset DefinedAt) : PromotionEvent;

/// <summary>An order carries the code (X9).</summary>
public sealed record PromoCodeUsed(Guid PromotionId, Guid OrderId, Guid CustomerId, DateTimeOffset UsedAt) : PromotionEvent;

/// <summary>The order that carried the code was cancelled in full: the use is free again (X10).</summary>
public sealed record PromoCodeReleased(Guid PromotionId, Guid OrderId, DateTimeOffset ReleasedAt) : PromotionEvent;
