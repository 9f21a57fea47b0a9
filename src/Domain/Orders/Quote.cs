using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Values;

namespace Marketplace.Domain.Orders;

/// <summary>One product and how many of it.</summary>
public sealed record QuotedItem(Product Product, int Quantity);

/// <summary>What an order costs: the same computation serves the preview and the placement, so they agree to the kopeck.</summary>
public sealed record Quote(IReadOnlyList<OrderedLine> Lines, Money DeliveryFee)
{
    /// <summary>The promotions that took something off; one that came to nothing is not used.</summary>
    public IReadOnlyList<UsedDiscount> Discounts { get; init; } = [];

    /// <summary>The version of the promotions under which it was reduced; null for a guest, to whom none apply.</summary>
    public string? PromotionPolicy { get; init; }

    /// <summary>Points that shall pay part of the goods, a rouble each.</summary>
    public long Points { get; init; }

    /// <summary>The goods without delivery.</summary>
    public Money Goods => Money.Sum(Lines.Select(l => new Money(l.Amount)));

    /// <summary>All of it.</summary>
    public Money Total => Goods + DeliveryFee;

    /// <summary>What the points leave to pay by wallet or card.</summary>
    public Money Due => Total - new Money(checked(Points * 100));

    /// <summary>Prices items for a signed-in customer, who gets the lower price where there is one, or for a guest, who does not (S80).</summary>
    public static Quote For(
        Guid orderId, IReadOnlyList<QuotedItem> items, DeliveryKind delivery, OrderPolicy policy, IReadOnlyList<Discount>? discounts = null, bool guest = false)
    {
        if (guest) items = [.. items.Select(i => i with { Product = i.Product with { MemberPrice = null } })];
        IReadOnlyList<OrderedLine> lines =
            [.. Pricing.Lines(orderId, items, discounts ?? []).Select(l => l with { Returns = policy.Returns.RuleOf(l.Category) })];
        return new Quote(lines, delivery == DeliveryKind.Courier ? policy.CourierFee : Money.Zero) { Discounts = Used(lines, discounts ?? []) };
    }

    /// <summary>What the goods that a discount is for cost before anything was taken off: what a least sum is compared with.</summary>
    public Money GoodsFor(IReadOnlyList<string> categories) =>
        new(Lines.Where(l => categories.Count == 0 || categories.Contains(l.Category)).Sum(l => checked(l.UnitPrice * l.Quantity)));

    /// <summary>What one kind of promotion took off.</summary>
    public Money ReducedBy(ReductionKind kind) => new(Discounts.Where(d => d.Kind == kind).Sum(d => d.Amount));

    private static List<UsedDiscount> Used(IReadOnlyList<OrderedLine> lines, IReadOnlyList<Discount> discounts) =>
    [
        .. lines.SelectMany(l => l.Reductions).GroupBy(r => (r.Kind, r.Source)).OrderBy(g => g.Key.Kind).Select(g => new UsedDiscount(
            g.Key.Kind, g.Key.Source, discounts.First(d => (d.Kind, d.Source) == g.Key).SourceId, g.Sum(r => r.Amount))),
    ];
}
