namespace Marketplace.Domain.Orders;

/// <summary>Where an order is in its life (S67).</summary>
public enum OrderStatus
{
    /// <summary>Placed, not paid.</summary>
    Placed,

    /// <summary>Paid in full (a card part is authorised).</summary>
    Paid,

    /// <summary>Being put together.</summary>
    Assembling,

    /// <summary>With the carrier.</summary>
    Shipped,

    /// <summary>At the pick-up point.</summary>
    ReadyForPickup,

    /// <summary>With the customer.</summary>
    Delivered,

    /// <summary>Ended before hand-over.</summary>
    Cancelled,

    /// <summary>Some units came back.</summary>
    PartlyReturned,

    /// <summary>All units came back.</summary>
    Returned,
}
