using Marketplace.Application.Idempotency;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Stock;
using Marten;

namespace Marketplace.Application.Stock;

/// <summary>A customer waits for a product that is not there (S75).</summary>
public sealed record WaitForItem(Guid CustomerId, string Sku, RequestKey? Key);

/// <summary>A customer waits no longer.</summary>
public sealed record StopWaiting(Guid CustomerId, string Sku);

/// <summary>The place in the queue that was taken.</summary>
public sealed record WaitingAnswer(string Sku, DateTimeOffset Since);

/// <summary>Handles <see cref="WaitForItem"/> and <see cref="StopWaiting"/>.</summary>
public static class WaitlistHandler
{
    /// <summary>Waits.</summary>
    public static async Task<WaitingAnswer> Handle(WaitForItem command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        if (await session.LoadAsync<Product>(command.Sku, cancellation) is null) throw new RefusedException(CatalogueErrors.ProductUnknown);
        var (stock, now) = (await session.StockAsync(command.Sku, cancellation), clock.GetUtcNow());
        stock.Append(WaitlistDecisions.Join(stock.Aggregate, command.Sku, command.CustomerId, now));
        return session.Answered(command.Key, new WaitingAnswer(command.Sku, now), now);
    }

    /// <summary>Stops.</summary>
    public static async Task Handle(StopWaiting command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        var stock = await session.StockAsync(command.Sku, cancellation);
        stock.Append(WaitlistDecisions.Leave(stock.Aggregate, command.CustomerId, clock.GetUtcNow()));
    }
}
