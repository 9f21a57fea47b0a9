using JasperFx.Events;
using Marketplace.Domain.Orders;

namespace Marketplace.Application.Orders;

/// <summary>The one place that says whose an order is.</summary>
public static class OwnedOrder
{
    /// <summary>The order to decide on; someone else's is refused exactly as an unknown one.</summary>
    /// <exception cref="RefusedException">There is no such order for this customer.</exception>
    public static Order OwnedBy(this IEventStream<Order> stream, Guid customerId)
    {
        var order = stream.Existing(OrderErrors.Unknown);
        return order.CustomerId == customerId ? order : throw new RefusedException(OrderErrors.Unknown);
    }
}
