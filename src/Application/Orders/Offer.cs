using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Orders;
using Marten.Services.BatchQuerying;

namespace Marketplace.Application.Orders;

/// <summary>What somebody wants to order, at the catalogue's prices of this moment (S63).</summary>
internal sealed class Offer
{
    private readonly IReadOnlyList<QuotedItem> items;
    private readonly DeliveryKind delivery;

    private Offer(IReadOnlyList<QuotedItem> items, DeliveryKind delivery) => (this.items, this.delivery) = (items, delivery);

    /// <summary>Adds its questions to the batch; to be awaited when the batch has been executed.</summary>
    /// <exception cref="RefusedException">It cannot be ordered: at once when that is seen without asking, else when it is awaited.</exception>
    public static Task<Offer> AskAsync(IBatchedQuery batch, IReadOnlyList<Item> items, DeliveryRequest delivery, OrderPolicy policy)
    {
        Check(items, delivery, policy);
        return ReadAsync(batch, items, delivery, policy);
    }

    /// <summary>From goods that were read already; a pick-up point that is not among them is none.</summary>
    /// <exception cref="RefusedException">It cannot be ordered.</exception>
    public static Offer Of(
        IReadOnlyList<Item> items, DeliveryRequest delivery, IReadOnlyDictionary<string, Product> products, IReadOnlyDictionary<string, PickupPoint> points,
        OrderPolicy policy)
    {
        Check(items, delivery, policy);
        if (delivery is { Kind: DeliveryKind.PickupPoint, PickupPointId: { } id } && !(points.TryGetValue(id, out var point) && point.Active))
            throw new RefusedException(OrderErrors.PickupPointUnavailable);
        return new Offer([.. items.Select(i => new QuotedItem(Available(products, i.Sku), i.Quantity))], delivery.Kind);
    }

    /// <summary>What it costs with these discounts.</summary>
    public Quote Price(Guid orderId, IReadOnlyList<Discount> discounts, OrderPolicy policy, bool guest = false) =>
        Quote.For(orderId, items, delivery, policy, discounts, guest);

    private static void Check(IReadOnlyList<Item> items, DeliveryRequest delivery, OrderPolicy policy)
    {
        if (items.Count == 0 || items.Count > policy.MaxLines || items.DistinctBy(i => i.Sku).Count() < items.Count)
        {
            throw new RefusedException(OrderErrors.LinesInvalid(policy.MaxLines));
        }

        if (items.Any(i => i.Quantity < 1 || i.Quantity > policy.MaxQuantity)) throw new RefusedException(OrderErrors.QuantityInvalid(policy.MaxQuantity));
        if (delivery is { Kind: DeliveryKind.PickupPoint, PickupPointId: null }) throw new RefusedException(OrderErrors.PickupPointUnavailable);
    }

    private static async Task<Offer> ReadAsync(IBatchedQuery batch, IReadOnlyList<Item> items, DeliveryRequest delivery, OrderPolicy policy)
    {
        var asked = delivery is { Kind: DeliveryKind.PickupPoint, PickupPointId: { } id } ? batch.Load<PickupPoint>(id) : null;
        var listed = batch.LoadMany<Product>().ById([.. items.Select(i => i.Sku)]);
        var points = asked is not null && await asked is { } point ? new Dictionary<string, PickupPoint> { [point.PickupPointId] = point } : [];
        return Of(items, delivery, (await listed).ToDictionary(p => p.Sku), points, policy);
    }

    private static Product Available(IReadOnlyDictionary<string, Product> products, string sku) =>
        products.TryGetValue(sku, out var product) && product.Available
            ? product
            : throw new RefusedException(OrderErrors.ProductUnavailable(sku));
}
