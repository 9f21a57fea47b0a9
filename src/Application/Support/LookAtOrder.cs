using Marketplace.Application.Privacy;
using Marketplace.Application.Views;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Orders;
using Marten;

namespace Marketplace.Application.Support;

/// <summary>Somebody of support looks at an order, on one of the topics that an order has (S101).</summary>
public sealed record LookAtOrder(Guid OrderId, SupportTopic Topic, string AgentId, Secret Reason);

/// <summary>What there is to tell; the endpoint of a topic takes its part.</summary>
/// <param name="Order">The order.</param>
/// <param name="PickupPoint">Where it can be fetched, when it goes to a pick-up point.</param>
/// <param name="Contacts">Whose it is, masked.</param>
public sealed record SeenOrder(OrderView Order, PickupPoint? PickupPoint, MaskedContacts Contacts);

/// <summary>Handles <see cref="LookAtOrder"/>.</summary>
public static class LookAtOrderHandler
{
    /// <summary>Counts the look, then records it; what cannot be recorded is not shown, such as the order of an erased customer.</summary>
    public static async Task<SeenOrder> Handle(
        LookAtOrder command, IDocumentSession session, SupportLookups lookups, IDataKeys keys, TimeProvider clock, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var reason = lookups.ReasonOf(command.Reason, "X-Reason");
        await lookups.CountAsync(command.AgentId, now, cancellation);
        var order = await session.LoadAsync<OrderView>(command.OrderId, cancellation);
        if (order is null || keys.Find(order.CustomerId) is null) throw new RefusedException(OrderErrors.Unknown);
        var contacts = await session.RecordAsync(
            order.CustomerId, command.Topic, order.OrderId, command.AgentId, reason, OrderErrors.Unknown, now, cancellation);
        var point = order.Delivery.PickupPointId is { } id ? await session.LoadAsync<PickupPoint>(id, cancellation) : null;
        return new SeenOrder(order, point, contacts);
    }
}
