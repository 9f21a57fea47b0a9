namespace Marketplace.Domain.Favourites;

/// <summary>Something that happened to a customer's favourites.</summary>
public abstract record FavouriteEvent;

/// <summary>The customer keeps an eye on that product from now on (S73).</summary>
public sealed record FavouriteAdded(Guid FavouritesId, Guid CustomerId, string Sku, DateTimeOffset AddedAt) : FavouriteEvent;

/// <summary>The customer does so no more (S73).</summary>
public sealed record FavouriteRemoved(Guid FavouritesId, Guid CustomerId, string Sku, DateTimeOffset RemovedAt) : FavouriteEvent;
