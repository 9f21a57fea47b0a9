using Marketplace.Domain.Stock;

namespace Marketplace.Application.Views;

/// <summary>A customer's place among those who wait for a product (S75).</summary>
/// <param name="Id">Follows from product and customer.</param>
/// <param name="CustomerId">Who waits.</param>
/// <param name="Sku">For what.</param>
/// <param name="Since">Since when; the earlier, the sooner told.</param>
/// <param name="Open">Whether the customer still waits.</param>
/// <param name="NotifiedAt">When the product was there and the customer was to be told (S76).</param>
public sealed record WaitlistEntryView(Guid Id, Guid CustomerId, string Sku, DateTimeOffset Since, bool Open, DateTimeOffset? NotifiedAt)
{
    /// <summary>The view after one more event; who waits anew begins anew. (Not named Evolve: the store's source generator claims that name.)</summary>
    public static WaitlistEntryView? Fold(WaitlistEntryView? view, StockEvent happened) => (view, happened) switch
    {
        (_, WaitlistJoined e) => new WaitlistEntryView(StockIds.WaitingId(e.StockId, e.CustomerId), e.CustomerId, e.Sku, e.JoinedAt, true, null),
        ({ } v, WaitlistLeft) => v with { Open = false },
        ({ } v, WaitlistNotified e) => v with { Open = false, NotifiedAt = e.NotifiedAt },
        _ => view,
    };
}

/// <summary>Gathers a customer's place from the product's events.</summary>
public sealed class WaitlistEntryProjection : GatheringProjection<WaitlistEntryView, StockEvent>
{
    /// <summary>Says whose place an event is about.</summary>
    public WaitlistEntryProjection() : base(WaitlistEntryView.Fold)
    {
        From<WaitlistJoined>(e => StockIds.WaitingId(e.StockId, e.CustomerId));
        From<WaitlistLeft>(e => StockIds.WaitingId(e.StockId, e.CustomerId));
        From<WaitlistNotified>(e => StockIds.WaitingId(e.StockId, e.CustomerId));
    }
}
