using System.Collections.Immutable;

namespace Marketplace.Domain.Favourites;

/// <summary>A product that a customer keeps an eye on.</summary>
public sealed record Favourite(string Sku, DateTimeOffset AddedAt);

/// <summary>The set of a customer's favourites, the oldest first (S73).</summary>
public sealed record FavouriteList(Guid Id, Guid CustomerId, ImmutableList<Favourite> Items)
{
    /// <summary>The version of the stream that this state is the fold of.</summary>
    public long Version { get; init; }

    /// <summary>The state after one more event; an event that fits nothing changes nothing.</summary>
    public static FavouriteList? Evolve(FavouriteList? list, FavouriteEvent happened) => (list, happened) switch
    {
        (null, FavouriteAdded e) => new FavouriteList(e.FavouritesId, e.CustomerId, [new Favourite(e.Sku, e.AddedAt)]),
        (null, _) => null,
        ({ } l, FavouriteAdded e) when !l.Has(e.Sku) => l with { Items = l.Items.Add(new Favourite(e.Sku, e.AddedAt)) },
        ({ } l, FavouriteRemoved e) => l with { Items = l.Items.RemoveAll(f => f.Sku == e.Sku) },
        _ => list,
    };

    /// <summary>Whether that product is among them.</summary>
    public bool Has(string sku) => Items.Exists(f => f.Sku == sku);
}
