using Marketplace.Domain.Stock;

namespace Marketplace.Application.Views;

/// <summary>How a reservation stands.</summary>
public enum ReservationStatus
{
    /// <summary>It holds units.</summary>
    Open,

    /// <summary>Orders took all of it.</summary>
    Converted,

    /// <summary>The customer gave the rest back.</summary>
    Released,

    /// <summary>Its time was over.</summary>
    Expired,
}

/// <summary>A reservation as its customer sees it (S74).</summary>
/// <param name="ReservationId">The reservation.</param>
/// <param name="CustomerId">Whose it is.</param>
/// <param name="Sku">The product.</param>
/// <param name="Quantity">Units that it still holds.</param>
/// <param name="Until">When its time is over (P3).</param>
/// <param name="Status">How it stands; it may take a moment until <see cref="Until"/> is noted.</param>
/// <param name="Open">Whether it holds units.</param>
/// <param name="ReservedAt">When it was made.</param>
public sealed record ReservationView(
    Guid ReservationId, Guid CustomerId, string Sku, int Quantity, DateTimeOffset Until, ReservationStatus Status, bool Open, DateTimeOffset ReservedAt)
{
    /// <summary>The view after one more event. (Not named Evolve: the store's source generator claims that name in this assembly.)</summary>
    public static ReservationView? Fold(ReservationView? view, StockEvent happened) => (view, happened) switch
    {
        (null, ItemReserved e) => new ReservationView(e.ReservationId, e.CustomerId, e.Sku, e.Quantity, e.Until, ReservationStatus.Open, true, e.ReservedAt),
        ({ } v, ReservationConverted e) => v.Less(e.Quantity, ReservationStatus.Converted),
        ({ } v, ReservationReleased e) => v.Less(e.Quantity, ReservationStatus.Released),
        ({ } v, ReservationExpired e) => v.Less(e.Quantity, ReservationStatus.Expired),
        _ => view,
    };

    private ReservationView Less(int units, ReservationStatus end)
    {
        var left = Quantity - units;
        return left > 0 ? this with { Quantity = left } : this with { Quantity = 0, Status = end, Open = false };
    }
}

/// <summary>Gathers a reservation from its product's events.</summary>
public sealed class ReservationViewProjection : GatheringProjection<ReservationView, StockEvent>
{
    /// <summary>Says which reservation an event is about.</summary>
    public ReservationViewProjection() : base(ReservationView.Fold)
    {
        From<ItemReserved>(e => e.ReservationId);
        From<ReservationConverted>(e => e.ReservationId);
        From<ReservationReleased>(e => e.ReservationId);
        From<ReservationExpired>(e => e.ReservationId);
    }
}
