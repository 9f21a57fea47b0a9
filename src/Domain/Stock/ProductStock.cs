using System.Collections.Immutable;

namespace Marketplace.Domain.Stock;

/// <summary>Units that a customer holds until a moment.</summary>
public sealed record StockReservation(Guid ReservationId, Guid CustomerId, int Quantity, DateTimeOffset Until);

/// <summary>What decisions about a product's units need.</summary>
/// <param name="Id">The stock.</param>
/// <param name="Sku">The product.</param>
/// <param name="Free">Units that anybody can have. Those of a reservation that is over count only once that is recorded.</param>
/// <param name="Taken">Units that orders took, sent or not.</param>
/// <param name="Reservations">Open reservations, oldest first.</param>
/// <param name="Waiting">Customers who wait, first come first.</param>
public sealed record ProductStock(
    Guid Id, string Sku, long Free, long Taken, ImmutableList<StockReservation> Reservations, ImmutableList<Guid> Waiting)
{
    /// <summary>The version of the stream that this state is the fold of.</summary>
    public long Version { get; init; }

    /// <summary>Units that customers hold.</summary>
    public long Reserved => Reservations.Sum(r => (long)r.Quantity);

    /// <summary>Whether anybody can have one.</summary>
    public bool IsAvailable => Free > 0;

    /// <summary>Units that can be had at that moment: a reservation that is over frees its units although nobody noted it yet.</summary>
    public long FreeAt(DateTimeOffset now) => Free + Reservations.Where(r => r.Until <= now).Sum(r => (long)r.Quantity);

    /// <summary>The state after one more event; an event that fits nothing changes nothing.</summary>
    public static ProductStock? Evolve(ProductStock? stock, StockEvent happened) => (stock, happened) switch
    {
        (null, StockOpened e) => new ProductStock(e.StockId, e.Sku, 0, 0, [], []),
        (null, _) => null,
        ({ } s, StockReceived e) when e.Quantity > 0 => s with { Free = s.Free + e.Quantity },
        ({ } s, StockCounted e) when e.Counted >= 0 => s with { Free = e.Counted },
        ({ } s, StockTaken e) when e.Quantity > 0 && e.Quantity <= s.Free => s with { Free = s.Free - e.Quantity, Taken = s.Taken + e.Quantity },
        ({ } s, StockReturned e) when e.Quantity > 0 && e.Quantity <= s.Taken => s with { Free = s.Free + e.Quantity, Taken = s.Taken - e.Quantity },
        ({ } s, ItemReserved e) when e.Quantity > 0 && e.Quantity <= s.Free => s with
        {
            Free = s.Free - e.Quantity,
            Reservations = s.Reservations.Add(new StockReservation(e.ReservationId, e.CustomerId, e.Quantity, e.Until)),
        },
        ({ } s, ReservationConverted e) => s.Unreserved(e.ReservationId, e.Quantity, converted: true),
        ({ } s, ReservationReleased e) => s.Unreserved(e.ReservationId, e.Quantity, converted: false),
        ({ } s, ReservationExpired e) => s.Unreserved(e.ReservationId, e.Quantity, converted: false),
        ({ } s, WaitlistJoined e) when !s.Waiting.Contains(e.CustomerId) => s with { Waiting = s.Waiting.Add(e.CustomerId) },
        ({ } s, WaitlistLeft e) => s with { Waiting = s.Waiting.Remove(e.CustomerId) },
        ({ } s, WaitlistNotified e) => s with { Waiting = s.Waiting.Remove(e.CustomerId) },
        _ => stock,
    };

    private ProductStock Unreserved(Guid reservationId, int units, bool converted)
    {
        if (Reservations.Find(r => r.ReservationId == reservationId) is not { } open || units < 1 || units > open.Quantity) return this;
        var left = units == open.Quantity ? Reservations.Remove(open) : Reservations.Replace(open, open with { Quantity = open.Quantity - units });
        return converted
            ? this with { Reservations = left, Taken = Taken + units }
            : this with { Reservations = left, Free = Free + units };
    }
}
