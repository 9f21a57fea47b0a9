using Marketplace.Domain.Orders;
using Marketplace.Domain.Promotions;

namespace Marketplace.Domain.Ledger;

/// <summary>
/// What must hold of promotions (I8): no more uses than the limits of that moment allow, and a use for each order that carries
/// one, until the order is cancelled. It counts by itself and does not trust the states' own counts.
/// </summary>
internal sealed class PromotionInvariants
{
    private readonly Dictionary<Guid, PromoCodeDefined> terms = [];
    private readonly Dictionary<Guid, Dictionary<Guid, Guid>> customersByOrder = [];
    private readonly HashSet<Guid> counted = [];

    /// <summary>Folds one more event of a promo code, and says what it breaks.</summary>
    public string? Add(PromotionEvent happened)
    {
        switch (happened)
        {
            case PromoCodeDefined e:
                counted.Add(e.PromotionId);
                terms[e.PromotionId] = e;
                return null;
            case PromoCodeUsed e:
                return UsesOf(e.PromotionId).TryAdd(e.OrderId, e.CustomerId) ? Exceeded(e) : "an order uses a promo code twice";
            case PromoCodeReleased e:
                return UsesOf(e.PromotionId).Remove(e.OrderId) ? null : "a use is freed that is not there";
            default:
                return null;
        }
    }

    /// <summary>Folds one more event of a first-order discount, and says what it breaks.</summary>
    public string? Add(FirstOrderEvent happened)
    {
        switch (happened)
        {
            case FirstOrderDiscountGranted e:
                return counted.Add(e.DiscountId) ? null : "a first-order discount is granted twice";
            case FirstOrderDiscountUsed e:
                UsesOf(e.DiscountId)[e.OrderId] = Guid.Empty;
                return UsesOf(e.DiscountId).Count > 1 ? "a first-order discount is used twice" : null;
            case FirstOrderDiscountRestored e:
                return UsesOf(e.DiscountId).Remove(e.OrderId) ? null : "a use is freed that is not there";
            default:
                return null;
        }
    }

    /// <summary>Uses without their orders, and orders without their uses.</summary>
    public IEnumerable<Violation> Finish(IReadOnlyDictionary<Guid, Order?> orders)
    {
        foreach (var (source, order) in customersByOrder.SelectMany(s => s.Value.Keys.Select(order => (s.Key, order))))
        {
            if (!Carries(orders.GetValueOrDefault(order), source)) yield return new Violation("I8", source, 0, "a use is counted that no order carries");
        }

        foreach (var order in orders.Values.OfType<Order>())
        {
            foreach (var used in order.Discounts.Where(d => d.Kind != ReductionKind.CardDiscount && Carries(order, d.SourceId)))
            {
                if (!UsesOf(used.SourceId).ContainsKey(order.Id)) yield return new Violation("I8", used.SourceId, 0, "an order carries a promotion that is not counted");
            }
        }
    }

    private static bool Carries(Order? order, Guid source) =>
        order is { Status: not OrderStatus.Cancelled } && order.Discounts.Exists(d => d.SourceId == source);

    private string? Exceeded(PromoCodeUsed e)
    {
        if (!terms.TryGetValue(e.PromotionId, out var limits)) return "a promo code is used before it was made";
        var all = UsesOf(e.PromotionId);
        return all.Count > limits.UsesInTotal || (limits.UsesPerCustomer is { } most && all.Values.Count(c => c == e.CustomerId) > most)
            ? "a promo code is used more often than it may be"
            : null;
    }

    private Dictionary<Guid, Guid> UsesOf(Guid source) =>
        customersByOrder.TryGetValue(source, out var uses) ? uses : customersByOrder[source] = [];
}
