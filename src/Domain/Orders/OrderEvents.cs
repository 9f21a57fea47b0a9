namespace Marketplace.Domain.Orders;

/// <summary>Something that happened to an order. Amounts are kopecks.</summary>
public abstract record OrderEvent;

/// <summary>Which price a line was sold at.</summary>
public enum PriceKind
{
    /// <summary>The price for everybody.</summary>
    List,

    /// <summary>The lower price of signed-in customers (S80).</summary>
    Member,
}

/// <summary>What takes something off a price, in the order in which it does (P7).</summary>
public enum ReductionKind
{
    /// <summary>The bonus card that was active at placement (S55).</summary>
    CardDiscount,

    /// <summary>The discount that registration granted (S81).</summary>
    FirstOrder,

    /// <summary>A promo code (S82).</summary>
    PromoCode,
}

/// <summary>How the goods reach the customer.</summary>
public enum DeliveryKind
{
    /// <summary>To a pick-up point (S68).</summary>
    PickupPoint,

    /// <summary>To an address.</summary>
    Courier,
}

/// <summary>What a carrier says of a parcel.</summary>
public enum ShipmentStatus
{
    /// <summary>The carrier has it.</summary>
    InTransit,

    /// <summary>It is at a sorting centre.</summary>
    AtSortingCentre,

    /// <summary>A courier is on the way with it.</summary>
    OutForDelivery,

    /// <summary>It can be fetched at the pick-up point.</summary>
    ArrivedAtPickupPoint,

    /// <summary>Nobody was there to take it.</summary>
    DeliveryAttempted,

    /// <summary>The customer has it.</summary>
    Delivered,
}

/// <summary>Why goods come back.</summary>
public enum ReturnReason
{
    /// <summary>It does not work.</summary>
    Defective,

    /// <summary>Something else was delivered.</summary>
    WrongItem,

    /// <summary>It is not what the page said.</summary>
    NotAsDescribed,

    /// <summary>The customer does not want it after all.</summary>
    ChangedMind,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>Where the card-paid share of a refund goes (D15).</summary>
public enum RefundDestination
{
    /// <summary>To the wallet, the default.</summary>
    Wallet,

    /// <summary>Back to the card it was paid with.</summary>
    Original,
}

/// <summary>What one promotion took off one line, frozen with it (D16).</summary>
/// <param name="Kind">Why.</param>
/// <param name="Source">The promo code; empty for what needs none.</param>
/// <param name="Amount">Kopecks off all units together, positive.</param>
public sealed record LineReduction(ReductionKind Kind, string Source, long Amount);

/// <summary>A promotion that an order used.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Source">The promo code; empty for what needs none.</param>
/// <param name="SourceId">The stream that counts its uses.</param>
/// <param name="Amount">Kopecks off the whole order, positive: the sum of its lines' reductions of that kind.</param>
public sealed record UsedDiscount(ReductionKind Kind, string Source, Guid SourceId, long Amount);

/// <summary>One line as it was sold: its price never changes again (S63).</summary>
/// <param name="LineId">The line.</param>
/// <param name="Sku">The product's stock-keeping unit.</param>
/// <param name="Name">The product's name at that time.</param>
/// <param name="Category">The product's category (S61).</param>
/// <param name="Quantity">Units, positive.</param>
/// <param name="UnitPrice">The price of one unit.</param>
/// <param name="PriceKind">Which price that was.</param>
/// <param name="Amount">What all units cost together: quantity × unit price, less the reductions; never below 0.</param>
public sealed record OrderedLine(
    Guid LineId, string Sku, string Name, string Category, int Quantity, long UnitPrice, PriceKind PriceKind, long Amount)
{
    /// <summary>What was taken off, in the order of P7.</summary>
    public IReadOnlyList<LineReduction> Reductions { get; init; } = [];

    /// <summary>For which reasons its units come back (S61).</summary>
    public ReturnRule Returns { get; init; }
}

/// <summary>What each tender pays of one line; the delivery fee is the line with the empty id.</summary>
/// <param name="LineId">The line, or the empty id for the delivery fee (D16).</param>
/// <param name="Wallet">Kopecks from the wallet.</param>
/// <param name="Points">Points, a rouble each.</param>
/// <param name="Card">Kopecks from the bank card.</param>
public sealed record TenderShare(Guid LineId, long Wallet, long Points, long Card)
{
    /// <summary>Kopecks that are owed in instalments, or were (S72).</summary>
    public long Instalments { get; init; }
}

/// <summary>Units of a line that come back, and why.</summary>
public sealed record ReturnedUnits(Guid LineId, int Quantity, ReturnReason Reason);

/// <summary>Units of a line that the warehouse counted.</summary>
public sealed record CountedUnits(Guid LineId, int Quantity);

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

/// <summary>
/// A carrier told where the parcel is (S66). It may tell it late and out of order: <c>OccurredAt</c> is the carrier's time,
/// <c>RecordedAt</c> ours. It tells of the way only; what moves the order is an event of its own.
/// </summary>
public sealed record ShipmentStatusRecorded(
    Guid OrderId, Guid ReportId, ShipmentStatus Status, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt) : OrderEvent;

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

/// <summary>The customer wants to send units back (S71).</summary>
public sealed record ReturnRequested(
    Guid OrderId, Guid ReturnId, Guid CustomerId, IReadOnlyList<ReturnedUnits> Units, RefundDestination RefundTo, DateTimeOffset RequestedAt) : OrderEvent;

/// <summary>The warehouse will take the units.</summary>
public sealed record ReturnApproved(Guid OrderId, Guid ReturnId, DateTimeOffset ApprovedAt) : OrderEvent;

/// <summary>The warehouse will not take the units.</summary>
public sealed record ReturnRejected(Guid OrderId, Guid ReturnId, string Reason, DateTimeOffset RejectedAt) : OrderEvent;

/// <summary>The warehouse counted what came; only that is refunded (X17).</summary>
public sealed record ReturnReceived(
    Guid OrderId, Guid ReturnId, IReadOnlyList<CountedUnits> Counted, DateTimeOffset ReceivedAt) : OrderEvent;

/// <summary>
/// Counted units were refunded: <c>GivenBack</c> says by line what they had been paid with, <c>ToWallet</c> and
/// <c>ToCard</c> where the money of wallet and card goes (D15), <c>PointsTakenBack</c> what they had earned (I7). What had been
/// bought on instalments follows as an <see cref="InstalmentsRefunded"/>.
/// </summary>
public sealed record ReturnRefunded(
    Guid OrderId,
    Guid ReturnId,
    IReadOnlyList<TenderShare> GivenBack,
    long ToWallet,
    long ToCard,
    long PointsTakenBack,
    DateTimeOffset RefundedAt) : OrderEvent;

/// <summary>The acquirer has given the card-paid share back to the card.</summary>
public sealed record CardRefunded(Guid OrderId, Guid ReturnId, long Amount, DateTimeOffset RefundedAt) : OrderEvent;
