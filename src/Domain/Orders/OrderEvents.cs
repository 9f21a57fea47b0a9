using System.Text.Json.Serialization;

namespace Marketplace.Domain.Orders;

/// <summary>Something that happened to an order. Amounts are kopecks.</summary>
public abstract record OrderEvent;

/// <summary>How the goods reach the customer.</summary>
public enum DeliveryKind
{
    /// <summary>To a pick-up point (S68).</summary>
    PickupPoint,

    /// <summary>To an address.</summary>
    Courier,
}

/// <summary>An order was placed; its prices are frozen (S63).</summary>
public sealed record OrderPlaced(
    Guid OrderId,
    Guid CustomerId,
    IReadOnlyList<OrderedLine> Lines,
    DeliveryKind Delivery,
    string? PickupPointId,
    Pii<string>? Address,
    long DeliveryFee,
    long Total,
    string PricingPolicy,
    DateTimeOffset PlacedAt) : OrderEvent
{
    /// <summary>The promotions that it used; a full cancellation before hand-over gives them back (X10).</summary>
    public IReadOnlyList<UsedDiscount> Discounts { get; init; } = [];

    /// <summary>Whether it was placed without an account; its customer is then an id of its own (D1).</summary>
    public bool Guest { get; init; }

    /// <summary>The version of the rules by which its lines may come back (S61, U10).</summary>
    public string ReturnPolicy { get; init; } = "";

    /// <summary>Points that the customer meant to pay with; how it was paid is in <see cref="OrderPaid"/>.</summary>
    public long PlannedPoints { get; init; }

    /// <summary>
    /// The version of the promotions that it was reduced by (P7, U10). Null for a guest, to whom none apply, and in events from before
    /// there was such a version; null is not stored, so that those are still written as they were.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PromotionPolicy { get; init; }
}

/// <summary>
/// An order that was placed without an account joined one, by a code sent to its phone (D1). <c>Address</c> is the courier's, under the
/// customer's key from now on; the guest's own key is destroyed.
/// </summary>
public sealed record GuestOrderClaimed(
    Guid OrderId, Guid GuestId, Guid CustomerId, Pii<string>? Address, DateTimeOffset ClaimedAt) : OrderEvent;

/// <summary>The wallet and points parts are set aside; the acquirer is being asked for the card part.</summary>
public sealed record OrderPaymentRequested(
    Guid OrderId, Guid AttemptId, long WalletAmount, long Points, long CardAmount, DateTimeOffset RequestedAt) : OrderEvent;

/// <summary>The card was declined: what was set aside is free again.</summary>
public sealed record OrderPaymentDeclined(Guid OrderId, Guid AttemptId, string Reason, DateTimeOffset DeclinedAt) : OrderEvent;

/// <summary>The order is paid: by which tender each line is, for ever (I4, I5). A card part is authorised, not yet taken (P11).</summary>
public sealed record OrderPaid(
    Guid OrderId,
    Guid AttemptId,
    long WalletAmount,
    long Points,
    long CardAmount,
    string? CardLastFour,
    IReadOnlyList<TenderShare> Shares,
    DateTimeOffset PaidAt) : OrderEvent
{
    /// <summary>Kopecks that instalments pay; the plan comes with an <see cref="InstalmentPlanOpened"/>.</summary>
    public long InstalmentAmount { get; init; }
}

/// <summary>The warehouse began to assemble the order.</summary>
public sealed record OrderAssemblyStarted(Guid OrderId, DateTimeOffset StartedAt) : OrderEvent;

/// <summary>The order was handed over to the carrier; <c>CardAmount</c> is what the acquirer is asked to take now (P11).</summary>
public sealed record OrderShipped(Guid OrderId, long CardAmount, DateTimeOffset ShippedAt) : OrderEvent;

/// <summary>The order waits at its pick-up point.</summary>
public sealed record OrderArrived(Guid OrderId, DateTimeOffset ArrivedAt) : OrderEvent;

/// <summary>What a line earns points at, in basis points of what was paid for it in money (P5).</summary>
public sealed record LineRate(Guid LineId, int BasisPoints);

/// <summary>
/// The customer has the goods and <c>PointsEarned</c> pending points; the goods can come back until <c>ReturnableUntil</c> (P4).
/// <c>Rates</c> says what each line earned them at, so that goods which come back take their own points with them (I7); without it
/// all lines earned alike.
/// </summary>
public sealed record OrderDelivered(
    Guid OrderId, long PointsEarned, DateTimeOffset ReturnableUntil, DateTimeOffset DeliveredAt, IReadOnlyList<LineRate>? Rates = null) : OrderEvent;

/// <summary>The acquirer took the card part.</summary>
public sealed record CardPaymentCaptured(Guid OrderId, Guid AttemptId, long Amount, DateTimeOffset CapturedAt) : OrderEvent;

/// <summary>The acquirer let the authorisation go.</summary>
public sealed record CardPaymentVoided(Guid OrderId, Guid AttemptId, DateTimeOffset VoidedAt) : OrderEvent;

/// <summary>Units left the order before assembly; what they were paid with goes back (S70, S86). The rest is not repriced (D16).</summary>
public sealed record OrderLineRemoved(
    Guid OrderId, Guid RemovalId, Guid LineId, int Quantity, long Amount, TenderShare GivenBack, DateTimeOffset RemovedAt) : OrderEvent;

/// <summary>
/// The order ended before hand-over; all that was paid goes back, the delivery fee too (S69, D16). <c>RemovalId</c> names the
/// removal of its last unit when that is what ended it (S70).
/// </summary>
public sealed record OrderCancelled(
    Guid OrderId, IReadOnlyList<TenderShare> GivenBack, DateTimeOffset CancelledAt, Guid? RemovalId = null) : OrderEvent;
