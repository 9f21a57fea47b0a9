using Marketplace.Domain.Values;

namespace Marketplace.Domain.Stock;

/// <summary>A product's stock is found from its SKU, without a look-up.</summary>
public static class StockIds
{
    private static readonly Guid Space = new("6f1c9d2e-52f4-4d0c-9b6b-0f8f6b1f9a53");

    /// <summary>The stock of a product.</summary>
    public static Guid Of(string sku) => DeterministicId.Of(Space, sku);

    /// <summary>A customer's place among those who wait for a product.</summary>
    public static Guid WaitingId(Guid stockId, Guid customerId) => DeterministicId.Of(stockId, customerId);
}
