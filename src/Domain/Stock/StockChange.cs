using System.Collections.Immutable;

namespace Marketplace.Domain.Stock;

/// <summary>
/// What a decision has decided so far, and the stock as that makes it. It begins with what is due anyway: a product that was
/// never counted is opened, and reservations that are over give their units back, however late their timers are (P3).
/// </summary>
internal sealed record StockChange(ProductStock Stock, ImmutableList<StockEvent> Events)
{
    public static StockChange Begin(ProductStock? stock, string sku, DateTimeOffset now)
    {
        var opened = new StockOpened(StockIds.Of(sku), sku, now);
        var begun = stock is null ? new StockChange(ProductStock.Evolve(null, opened)!, [opened]) : new StockChange(stock, []);
        return begun.Stock.Reservations.Where(r => r.Until <= now)
            .Aggregate(begun, (change, r) => change.With(new ReservationExpired(change.Stock.Id, r.ReservationId, r.Quantity, now)));
    }

    public StockChange With(StockEvent happened) => new(ProductStock.Evolve(Stock, happened)!, Events.Add(happened));

    /// <summary>All of it. Whatever made the product available again, those who waited are told, in the order in which they came (S76).</summary>
    public Decision<StockEvent> End(DateTimeOffset now)
    {
        if (!Stock.IsAvailable) return Decision<StockEvent>.Of(Events);
        return Decision<StockEvent>.Of(Events.AddRange(Stock.Waiting.Select(c => new WaitlistNotified(Stock.Id, c, Stock.Sku, now))));
    }
}
