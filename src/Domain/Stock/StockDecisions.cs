namespace Marketplace.Domain.Stock;

/// <summary>How units come, go to orders and come back (S74). No unit is ever promised twice.</summary>
public static class StockDecisions
{
    /// <summary>Units arrived at the warehouse.</summary>
    public static Decision<StockEvent> Receive(ProductStock? stock, string sku, long quantity, StockPolicy policy, DateTimeOffset now)
    {
        if (quantity < 1 || quantity > policy.MaxCounted) return StockErrors.QuantityInvalid(policy.MaxCounted);
        var change = StockChange.Begin(stock, sku, now);
        return change.With(new StockReceived(change.Stock.Id, quantity, now)).End(now);
    }

    /// <summary>The warehouse counted the units that nobody holds and no order took. The same number again changes nothing.</summary>
    public static Decision<StockEvent> Count(ProductStock? stock, string sku, long counted, StockPolicy policy, DateTimeOffset now)
    {
        if (counted < 0 || counted > policy.MaxCounted) return StockErrors.QuantityInvalid(policy.MaxCounted);
        var change = StockChange.Begin(stock, sku, now);
        var difference = counted - change.Stock.Free;
        return difference == 0 ? change.End(now) : change.With(new StockCounted(change.Stock.Id, counted, difference, now)).End(now);
    }

    /// <summary>
    /// An order takes units: first those that its customer has reserved, then free ones. The order is placed once, and so this is
    /// asked once for each of its products.
    /// </summary>
    public static Decision<StockEvent> Take(ProductStock? stock, string sku, Guid customerId, Guid orderId, int quantity, DateTimeOffset now)
    {
        var change = StockChange.Begin(stock, sku, now);
        var own = change.Stock.Reservations.FindAll(r => r.CustomerId == customerId);
        var available = change.Stock.Free + own.Sum(r => (long)r.Quantity);
        if (quantity > available) return StockErrors.OutOfStock(sku, available);
        var left = quantity;
        foreach (var reservation in own.TakeWhile(_ => left > 0))
        {
            var units = Math.Min(left, reservation.Quantity);
            change = change.With(new ReservationConverted(change.Stock.Id, reservation.ReservationId, orderId, units, now));
            left -= units;
        }

        return (left == 0 ? change : change.With(new StockTaken(change.Stock.Id, orderId, left, now))).End(now);
    }

    /// <summary>
    /// Units of an order are free again. The order decides that this happens once. Units that no stock was taken for, because the
    /// order is older than the counting, do not appear from nowhere.
    /// </summary>
    public static Decision<StockEvent> GiveBack(ProductStock? stock, Guid orderId, Guid causeId, int quantity, DateTimeOffset now)
    {
        if (stock is null || quantity < 1 || quantity > stock.Taken) return Decision<StockEvent>.Nothing;
        return StockChange.Begin(stock, stock.Sku, now).With(new StockReturned(stock.Id, orderId, causeId, quantity, now)).End(now);
    }
}
