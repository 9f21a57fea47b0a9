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

    /// <summary>
    /// The order to record a payment of. The acquirer knows a payment by who began it: that may be the guest who placed the order
    /// before it joined an account (D1).
    /// </summary>
    /// <exception cref="RefusedException">There is no such order of this payer.</exception>
    public static Order OfPayer(this IEventStream<Order> stream, Guid payer)
    {
        var order = stream.Existing(OrderErrors.Unknown);
        return order.CustomerId == payer || order.PlacedBy == payer ? order : throw new RefusedException(OrderErrors.Unknown);
    }
}
