using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Values;

namespace Marketplace.Domain.Orders;

/// <summary>One product and how many of it.</summary>
public sealed record QuotedItem(Product Product, int Quantity);

/// <summary>What an order costs: the same computation serves the preview and the placement, so they agree to the kopeck.</summary>
public sealed record Quote(IReadOnlyList<OrderedLine> Lines, Money DeliveryFee)
{
    /// <summary>The goods without delivery.</summary>
    public Money Goods => Money.Sum(Lines.Select(l => new Money(l.Amount)));

    /// <summary>All of it.</summary>
    public Money Total => Goods + DeliveryFee;

    /// <summary>Prices items for a signed-in customer, who gets the lower price where there is one (S80).</summary>
    public static Quote For(Guid orderId, IReadOnlyList<QuotedItem> items, DeliveryKind delivery, OrderPolicy policy) => new(
        [.. items.Select(item => Line(orderId, item))],
        delivery == DeliveryKind.Courier ? policy.CourierFee : Money.Zero);

    private static OrderedLine Line(Guid orderId, QuotedItem item)
    {
        var product = item.Product;
        var (price, kind) = product.MemberPrice is { } member && member < product.Price
            ? (member, PriceKind.Member)
            : (product.Price, PriceKind.List);
        return new OrderedLine(
            DeterministicId.Of(orderId, product.Sku), product.Sku, product.Name, product.Category,
            item.Quantity, price.Kopecks, kind, (price * item.Quantity).Kopecks);
    }
}
