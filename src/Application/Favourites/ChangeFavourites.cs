using JasperFx.Events;
using Marketplace.Application.Customers;
using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Favourites;
using Marten;

namespace Marketplace.Application.Favourites;

/// <summary>Makes a product one of the customer's favourites (S73).</summary>
public sealed record AddFavourite(Guid CustomerId, string Sku);

/// <summary>Takes a product off the customer's favourites (S73).</summary>
public sealed record RemoveFavourite(Guid CustomerId, string Sku);

/// <summary>Handles <see cref="AddFavourite"/> and <see cref="RemoveFavourite"/>.</summary>
public static class ChangeFavouritesHandler
{
    /// <summary>Adds it once.</summary>
    public static async Task Handle(AddFavourite command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        var list = await LockedAsync(session, command.CustomerId, cancellation);
        var isKnown = await session.LoadAsync<Product>(command.Sku, cancellation) is not null;
        list.Append(FavouriteDecisions.Add(list.Aggregate, list.Id, command.CustomerId, command.Sku, isKnown, clock.GetUtcNow()));
    }

    /// <summary>Takes it off once.</summary>
    public static async Task Handle(RemoveFavourite command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        var list = await LockedAsync(session, command.CustomerId, cancellation);
        list.Append(FavouriteDecisions.Remove(list.Aggregate, command.Sku, clock.GetUtcNow()));
    }

    // A thumb taps quickly, and the first tap of all has no stream yet that could be locked: the taps of one customer wait for
    // each other instead of being refused.
    private static async Task<IEventStream<FavouriteList>> LockedAsync(IDocumentSession session, Guid customerId, CancellationToken cancellation)
    {
        var id = AccountIds.FavouritesId(customerId);
        await session.LockAsync($"favourites:{id:D}", cancellation);
        return await session.Events.FetchForWriting<FavouriteList>(id, cancellation);
    }
}
