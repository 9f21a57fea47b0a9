using Marketplace.Application.Idempotency;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Stock;
using Marten;

namespace Marketplace.Application.Stock;

/// <summary>The warehouse received units of a product.</summary>
public sealed record ReceiveStock(string Sku, long Quantity, RequestKey? Key);

/// <summary>The warehouse counted the free units of a product.</summary>
public sealed record CountStock(string Sku, long Counted, RequestKey? Key);

/// <summary>How many units there are: free, reserved by customers, and taken by orders.</summary>
public sealed record StockAnswer(string Sku, long Free, long Reserved, long Taken);

/// <summary>Handles <see cref="ReceiveStock"/> and <see cref="CountStock"/>.</summary>
public static class RecordStockHandler
{
    /// <summary>Units came.</summary>
    public static Task<StockAnswer> Handle(ReceiveStock command, IDocumentSession session, StockPolicy policy, TimeProvider clock, CancellationToken cancellation) =>
        RecordAsync(session, command.Sku, command.Key, (stock, now) => StockDecisions.Receive(stock, command.Sku, command.Quantity, policy, now), clock, cancellation);

    /// <summary>Units were counted.</summary>
    public static Task<StockAnswer> Handle(CountStock command, IDocumentSession session, StockPolicy policy, TimeProvider clock, CancellationToken cancellation) =>
        RecordAsync(session, command.Sku, command.Key, (stock, now) => StockDecisions.Count(stock, command.Sku, command.Counted, policy, now), clock, cancellation);

    private static async Task<StockAnswer> RecordAsync(
        IDocumentSession session, string sku, RequestKey? key,
        Func<ProductStock?, DateTimeOffset, Domain.Decision<StockEvent>> decide, TimeProvider clock, CancellationToken cancellation)
    {
        if (await session.LoadAsync<Product>(sku, cancellation) is null) throw new RefusedException(CatalogueErrors.ProductUnknown);
        var (stock, now) = (await session.StockAsync(sku, cancellation), clock.GetUtcNow());
        var decision = decide(stock.Aggregate, now);
        stock.Append(decision);
        var after = decision.Events.Aggregate(stock.Aggregate, ProductStock.Evolve)!;
        return session.Answered(key, new StockAnswer(sku, after.Free, after.Reserved, after.Taken), now);
    }
}
