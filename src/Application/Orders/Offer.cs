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
        if (items.Count == 0 || items.Count > policy.MaxLines || items.DistinctBy(i => i.Sku).Count() < items.Count)
        {
            throw new RefusedException(OrderErrors.LinesInvalid(policy.MaxLines));
        }

        if (items.Any(i => i.Quantity < 1 || i.Quantity > policy.MaxQuantity)) throw new RefusedException(OrderErrors.QuantityInvalid(policy.MaxQuantity));
        if (delivery is { Kind: DeliveryKind.PickupPoint, PickupPointId: null }) throw new RefusedException(OrderErrors.PickupPointUnavailable);
        return ReadAsync(batch, items, delivery);
    }

    /// <summary>What it costs with these discounts.</summary>
    public Quote Price(Guid orderId, IReadOnlyList<Discount> discounts, OrderPolicy policy, bool guest = false) =>
        Quote.For(orderId, items, delivery, policy, discounts, guest);

    private static async Task<Offer> ReadAsync(IBatchedQuery batch, IReadOnlyList<Item> items, DeliveryRequest delivery)
    {
        var asked = delivery is { Kind: DeliveryKind.PickupPoint, PickupPointId: { } id } ? batch.Load<PickupPoint>(id) : null;
        var listed = batch.LoadMany<Product>().ById([.. items.Select(i => i.Sku)]);
        if (asked is not null && await asked is not { Active: true }) throw new RefusedException(OrderErrors.PickupPointUnavailable);
        var products = (await listed).ToDictionary(p => p.Sku);
        return new Offer([.. items.Select(i => new QuotedItem(Available(products, i.Sku), i.Quantity))], delivery.Kind);
    }

    private static Product Available(Dictionary<string, Product> products, string sku) =>
        products.TryGetValue(sku, out var product) && product.Available
            ? product
            : throw new RefusedException(OrderErrors.ProductUnavailable(sku));
}
