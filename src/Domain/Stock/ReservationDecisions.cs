namespace Marketplace.Domain.Stock;

/// <summary>How customers hold units for a while (S74, P3).</summary>
public static class ReservationDecisions
{
    /// <summary>Holds units. The same reservation again changes nothing.</summary>
    /// <param name="stock">The product's stock; null when it was never counted.</param>
    /// <param name="sku">The product.</param>
    /// <param name="reservationId">The new reservation.</param>
    /// <param name="customerId">Who holds it.</param>
    /// <param name="quantity">Units.</param>
    /// <param name="open">How many reservations the customer has open.</param>
    /// <param name="policy">The numbers.</param>
    /// <param name="now">The time.</param>
    public static Decision<StockEvent> Reserve(
        ProductStock? stock, string sku, Guid reservationId, Guid customerId, int quantity, int open, StockPolicy policy, DateTimeOffset now)
    {
        if (stock?.Reservations.Exists(r => r.ReservationId == reservationId) == true) return Decision<StockEvent>.Nothing;
        if (quantity < 1 || quantity > policy.MaxReserved) return StockErrors.ReservationQuantityInvalid(policy.MaxReserved);
        if (open >= policy.MaxOpen) return StockErrors.TooManyReservations(policy.MaxOpen);
        var change = StockChange.Begin(stock, sku, now);
        if (quantity > change.Stock.Free) return StockErrors.OutOfStock(sku, change.Stock.Free);
        return change.With(new ItemReserved(change.Stock.Id, reservationId, customerId, sku, quantity, now + policy.HoldsFor, now)).End(now);
    }

    /// <summary>The customer gives the rest back. What has ended already has ended.</summary>
    public static Decision<StockEvent> Release(ProductStock stock, Guid reservationId, DateTimeOffset now)
    {
        var change = StockChange.Begin(stock, stock.Sku, now);
        return change.Stock.Reservations.Find(r => r.ReservationId == reservationId) is { } open
            ? change.With(new ReservationReleased(stock.Id, reservationId, open.Quantity, now)).End(now)
            : change.End(now);
    }

    /// <summary>Ends what is over; asked by a timer, and too early it changes nothing.</summary>
    public static Decision<StockEvent> Expire(ProductStock stock, DateTimeOffset now) => StockChange.Begin(stock, stock.Sku, now).End(now);
}
