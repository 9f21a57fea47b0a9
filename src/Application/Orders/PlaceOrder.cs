using JasperFx.Events;
using Marketplace.Application.Idempotency;
using Marketplace.Application.Views;
using Marketplace.Domain;
using Marketplace.Domain.Orders;
using Marten;

namespace Marketplace.Application.Orders;

/// <summary>Places an order at the catalogue's prices of this moment (S63).</summary>
public sealed record PlaceOrder(Guid CustomerId, Guid OrderId, IReadOnlyList<Item> Items, DeliveryRequest Delivery, RequestKey? Key);

/// <summary>Handles <see cref="PlaceOrder"/>.</summary>
public static class PlaceOrderHandler
{
    /// <summary>Prices exactly as the preview does.</summary>
    public static Task<Quote> LoadAsync(PlaceOrder command, IQuerySession session, OrderPolicy policy, CancellationToken cancellation) =>
        QuoteOrderHandler.PriceAsync(command.OrderId, command.Items, command.Delivery, session, policy, cancellation);

    /// <summary>Freezes the price into the order, and answers it as its customer sees it.</summary>
    public static async Task<OrderView> Handle(
        PlaceOrder command,
        Quote quote,
        [Loaded(nameof(PlaceOrder.OrderId))] IEventStream<Order> order,
        IDocumentSession session,
        OrderPolicy policy,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var address = command.Delivery.Address is { Length: > 0 } text ? new Pii<string>(command.CustomerId, "address", text) : null;
        var delivery = new DeliveryChoice(command.Delivery.Kind, command.Delivery.PickupPointId, address);
        var decision = OrderDecisions.Place(order.Aggregate, command.OrderId, command.CustomerId, quote, delivery, policy, now);
        var view = order.Append(decision)
            ? decision.Events.Aggregate((OrderView?)null, OrderView.Fold)
            : await session.LoadAsync<OrderView>(command.OrderId, cancellation);
        return session.Answered(command.Key, view!, now);
    }
}
