using JasperFx.Events;
using Marketplace.Domain;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Stock;
using Marten;

namespace Marketplace.Application.Stock;

/// <summary>
/// Reaches the stock of products. It is locked until the transaction ends, last of all that a handler locks, and several
/// products in the order of their stocks' ids, so that no two handlers wait for each other.
/// </summary>
internal static class StockStreams
{
    /// <summary>Waits for the product's stock and holds it.</summary>
    public static Task<IEventStream<ProductStock>> StockAsync(this IDocumentSession session, string sku, CancellationToken cancellation) =>
        session.Events.FetchForExclusiveWriting<ProductStock>(StockIds.Of(sku), cancellation);

    /// <summary>A placed order takes its units, all of them or none.</summary>
    /// <exception cref="RefusedException">There are not enough of one product.</exception>
    public static async Task TakeStockAsync(
        this IDocumentSession session, Guid customerId, Guid orderId, IReadOnlyList<OrderedLine> lines, DateTimeOffset now, CancellationToken cancellation)
    {
        // The transaction has begun: whoever places an order has locked the wallet before.
        // One statement after the other, and so in that order, but in one round trip.
        var batch = session.CreateBatchQuery();
        var asked = lines.Select(l => StockIds.Of(l.Sku)).Order().Select(id => batch.Events.FetchForExclusiveWriting<ProductStock>(id)).ToList();
        await batch.Execute(cancellation);
        (await Task.WhenAll(asked)).Take(customerId, orderId, lines, now);
    }

    /// <summary>A placed order takes its units from these stocks, all of them or none.</summary>
    /// <exception cref="RefusedException">There are not enough of one product.</exception>
    public static void Take(this IReadOnlyList<IEventStream<ProductStock>> stocks, Guid customerId, Guid orderId, IReadOnlyList<OrderedLine> lines, DateTimeOffset now)
    {
        foreach (var line in lines)
        {
            var stock = stocks.First(s => s.Id == StockIds.Of(line.Sku));
            stock.Append(StockDecisions.Take(stock.Aggregate, line.Sku, customerId, orderId, line.Quantity, now));
        }
    }

    /// <summary>What an order has lost before hand-over is free again.</summary>
    /// <param name="session">The transaction of the order's events.</param>
    /// <param name="before">The order as it was before them.</param>
    /// <param name="decision">The events.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public static async Task GiveStockBackAsync(
        this IDocumentSession session, Order before, Decision<OrderEvent> decision, DateTimeOffset now, CancellationToken cancellation)
    {
        foreach (var (sku, causeId, units) in decision.Events.SelectMany(e => FreedBy(before, e)).OrderBy(f => StockIds.Of(f.Sku)))
        {
            var stock = await session.StockAsync(sku, cancellation);
            stock.Append(StockDecisions.GiveBack(stock.Aggregate, before.Id, causeId, units, now));
        }
    }

    private static IEnumerable<(string Sku, Guid CauseId, int Units)> FreedBy(Order before, OrderEvent happened) => happened switch
    {
        OrderCancelled e => before.Lines.Where(l => l.Remaining > 0).Select(l => (l.Sku, e.RemovalId ?? e.OrderId, l.Remaining)),
        OrderLineRemoved e => before.Lines.Where(l => l.LineId == e.LineId).Select(l => (l.Sku, e.RemovalId, e.Quantity)),
        _ => [],
    };
}
