namespace Marketplace.Domain.Stock;

/// <summary>
/// Something that happened to the units of one product. A unit is free, reserved or taken by an order; what is bought and sent
/// stays taken.
/// </summary>
public abstract record StockEvent;

/// <summary>The product is counted from now on; there are no units of it yet.</summary>
public sealed record StockOpened(Guid StockId, string Sku, DateTimeOffset OpenedAt) : StockEvent;

/// <summary>Units came to the warehouse and are free.</summary>
public sealed record StockReceived(Guid StockId, long Quantity, DateTimeOffset ReceivedAt) : StockEvent;

/// <summary>The warehouse counted <c>Counted</c> free units; <c>Difference</c> is how many more these are than the books said.</summary>
public sealed record StockCounted(Guid StockId, long Counted, long Difference, DateTimeOffset CountedAt) : StockEvent;

/// <summary>An order took free units.</summary>
public sealed record StockTaken(Guid StockId, Guid OrderId, int Quantity, DateTimeOffset TakenAt) : StockEvent;

/// <summary>An order was cancelled, lapsed or lost units before assembly: they are free again. <c>CauseId</c> is the order or the removal.</summary>
public sealed record StockReturned(Guid StockId, Guid OrderId, Guid CauseId, int Quantity, DateTimeOffset ReturnedAt) : StockEvent;

/// <summary>A customer holds free units until <c>Until</c> (S74).</summary>
public sealed record ItemReserved(
    Guid StockId, Guid ReservationId, Guid CustomerId, string Sku, int Quantity, DateTimeOffset Until, DateTimeOffset ReservedAt) : StockEvent;

/// <summary>An order of the customer took reserved units; what is left of the reservation goes on.</summary>
public sealed record ReservationConverted(Guid StockId, Guid ReservationId, Guid OrderId, int Quantity, DateTimeOffset ConvertedAt) : StockEvent;

/// <summary>The customer gave the rest of a reservation back.</summary>
public sealed record ReservationReleased(Guid StockId, Guid ReservationId, int Quantity, DateTimeOffset ReleasedAt) : StockEvent;

/// <summary>The time of a reservation was over: the rest of it is free again (P3).</summary>
public sealed record ReservationExpired(Guid StockId, Guid ReservationId, int Quantity, DateTimeOffset ExpiredAt) : StockEvent;

/// <summary>A customer waits for the product, behind all who waited before (S75).</summary>
public sealed record WaitlistJoined(Guid StockId, Guid CustomerId, string Sku, DateTimeOffset JoinedAt) : StockEvent;

/// <summary>A customer waits no longer.</summary>
public sealed record WaitlistLeft(Guid StockId, Guid CustomerId, DateTimeOffset LeftAt) : StockEvent;

/// <summary>The product is there, and this customer is to be told once; the place in the queue is given up (S76).</summary>
public sealed record WaitlistNotified(Guid StockId, Guid CustomerId, string Sku, DateTimeOffset NotifiedAt) : StockEvent;
