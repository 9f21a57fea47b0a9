using Marketplace.Domain.Values;

namespace Marketplace.Domain.Orders;

/// <summary>
/// What becomes of an order that was placed without an account (D1). Its owner is an id of its own that follows from the order's; the
/// guest's phone and address are kept under the key of that id, which is destroyed when the order joins an account or is forgotten.
/// </summary>
public static class GuestDecisions
{
    /// <summary>The owner of a guest's order.</summary>
    public static Guid OwnerOf(Guid orderId) => DeterministicId.Of(orderId, "guest");

    /// <summary>Gives the order to the account whose phone it was placed with; that the phone is theirs is the caller's to know.</summary>
    /// <param name="order">The order.</param>
    /// <param name="customerId">Whose it becomes.</param>
    /// <param name="address">The courier's address, under the customer's own key from now on.</param>
    /// <param name="now">The time.</param>
    public static Decision<OrderEvent> Claim(Order order, Guid customerId, Pii<string>? address, DateTimeOffset now)
    {
        if (!order.Guest) return order.CustomerId == customerId ? Decision<OrderEvent>.Nothing : OrderErrors.Unknown;
        if (order.Pending is not null) return OrderErrors.PaymentInProgress;
        return new GuestOrderClaimed(order.Id, order.CustomerId, customerId, address, now);
    }
}
