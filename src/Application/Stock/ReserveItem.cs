using Marketplace.Application.Customers;
using Marketplace.Application.Idempotency;
using Marketplace.Application.Views;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Stock;
using Marten;
using Wolverine;

namespace Marketplace.Application.Stock;

/// <summary>A customer holds units of a product for a while (S74).</summary>
public sealed record ReserveItem(Guid CustomerId, Guid ReservationId, string Sku, int Quantity, RequestKey? Key);

/// <summary>Gives back what a reservation still holds.</summary>
public sealed record ReleaseReservation(Guid CustomerId, Guid ReservationId);

/// <summary>Ends a reservation whose time is over (P3).</summary>
public sealed record ExpireReservation(string Sku, Guid ReservationId);

/// <summary>The reservation that was made.</summary>
public sealed record ReservationAnswer(Guid ReservationId, string Sku, int Quantity, DateTimeOffset Until);

/// <summary>Handles <see cref="ReserveItem"/>, <see cref="ReleaseReservation"/> and <see cref="ExpireReservation"/>.</summary>
public static class ReservationHandler
{
    /// <summary>Holds them. One customer's reservations are made one after the other, so that their number is known.</summary>
    public static async Task<(ReservationAnswer Answer, OutgoingMessages Messages)> Handle(
        ReserveItem command, IDocumentSession session, StockPolicy policy, TimeProvider clock, CancellationToken cancellation)
    {
        var product = await session.LoadAsync<Product>(command.Sku, cancellation) ?? throw new RefusedException(CatalogueErrors.ProductUnknown);
        if (!product.Available) throw new RefusedException(OrderErrors.ProductUnavailable(command.Sku));
        await session.LockAsync($"reservations:{command.CustomerId:D}", cancellation);
        var stock = await session.StockAsync(command.Sku, cancellation);
        var now = clock.GetUtcNow();
        var open = await session.Query<ReservationView>().CountAsync(r => r.CustomerId == command.CustomerId && r.Open && r.Until > now, cancellation);
        stock.Append(ReservationDecisions.Reserve(
            stock.Aggregate, command.Sku, command.ReservationId, command.CustomerId, command.Quantity, open, policy, now));
        var until = now + policy.HoldsFor;
        var answer = new ReservationAnswer(command.ReservationId, command.Sku, command.Quantity, until);
        return (session.Answered(command.Key, answer, now), [new ExpireReservation(command.Sku, command.ReservationId).ScheduledAt(until)]);
    }

    /// <summary>By hand. What has ended already has ended.</summary>
    public static async Task Handle(ReleaseReservation command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        var view = await session.LoadAsync<ReservationView>(command.ReservationId, cancellation);
        if (view?.CustomerId != command.CustomerId) throw new RefusedException(StockErrors.ReservationUnknown);
        var stock = await session.StockAsync(view.Sku, cancellation);
        stock.Append(ReservationDecisions.Release(stock.Existing(StockErrors.ReservationUnknown), command.ReservationId, clock.GetUtcNow()));
    }

    /// <summary>By clock. A message that is early comes again.</summary>
    public static async Task<OutgoingMessages> Handle(ExpireReservation message, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        var (stock, now) = (await session.StockAsync(message.Sku, cancellation), clock.GetUtcNow());
        if (stock.Aggregate?.Reservations.Find(r => r.ReservationId == message.ReservationId) is not { } open) return [];
        stock.Append(ReservationDecisions.Expire(stock.Aggregate, now));
        return message.AgainAt(open.Until, now);
    }
}
