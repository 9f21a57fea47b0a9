namespace Marketplace.Domain.Promotions;

/// <summary>How the first-order discount is granted, used and restored (S81).</summary>
public static class FirstOrderDecisions
{
    /// <summary>Grants it once, at the terms of now; a shop that gives none grants none.</summary>
    public static Decision<FirstOrderEvent> Grant(
        FirstOrderDiscount? discount, Guid discountId, Guid customerId, PromotionPolicy policy, DateTimeOffset now) =>
        discount is null && policy.FirstOrder.BasisPoints > 0
            ? new FirstOrderDiscountGranted(discountId, customerId, policy.FirstOrder.BasisPoints, policy.FirstOrderAtMost.Kopecks, now)
            : Decision<FirstOrderEvent>.Nothing;

    /// <summary>Whether that order may have it.</summary>
    public static bool IsFor(FirstOrderDiscount? discount, Guid orderId) => discount is not null && (discount.UsedBy is null || discount.UsedBy == orderId);

    /// <summary>Uses it; for a second order there is nothing to use.</summary>
    public static Decision<FirstOrderEvent> Use(FirstOrderDiscount? discount, Guid orderId, DateTimeOffset now) =>
        discount is { UsedBy: null } ? new FirstOrderDiscountUsed(discount.Id, orderId, now) : Decision<FirstOrderEvent>.Nothing;

    /// <summary>Gives it back when the order that used it was cancelled in full.</summary>
    public static Decision<FirstOrderEvent> Restore(FirstOrderDiscount discount, Guid orderId, DateTimeOffset now) =>
        discount.UsedBy == orderId ? new FirstOrderDiscountRestored(discount.Id, orderId, now) : Decision<FirstOrderEvent>.Nothing;
}
