namespace Marketplace.Domain.Stock;

/// <summary>How customers wait for a product that is not there (S75). They are told when it is by <see cref="StockChange.End"/>.</summary>
public static class WaitlistDecisions
{
    /// <summary>Waits, behind all who wait already.</summary>
    public static Decision<StockEvent> Join(ProductStock? stock, string sku, Guid customerId, DateTimeOffset now)
    {
        var change = StockChange.Begin(stock, sku, now);
        if (change.Stock.IsAvailable) return StockErrors.InStock;
        if (change.Stock.Waiting.Contains(customerId)) return StockErrors.AlreadyWaiting;
        return change.With(new WaitlistJoined(change.Stock.Id, customerId, sku, now)).End(now);
    }

    /// <summary>Waits no longer.</summary>
    public static Decision<StockEvent> Leave(ProductStock? stock, Guid customerId, DateTimeOffset now)
    {
        if (stock?.Waiting.Contains(customerId) != true) return StockErrors.NotWaiting;
        return StockChange.Begin(stock, stock.Sku, now).With(new WaitlistLeft(stock.Id, customerId, now)).End(now);
    }
}
