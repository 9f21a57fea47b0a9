using System.Security.Claims;
using Marketplace.Application.Favourites;
using Marketplace.Domain;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Favourites;
using Marketplace.Domain.Values;
using Marketplace.Host.Auth;
using Marketplace.Host.Http;
using Marten;
using Wolverine;

namespace Marketplace.Host.Account;

/// <summary>A favourite with the product as it is today; of a product that is gone only the first two are known. Prices are kopecks.</summary>
public sealed record FavouriteResponse(
    string Sku, DateTimeOffset AddedAt, string? Name, string? Category, long? Price, long? MemberPrice, bool Available)
{
    internal static FavouriteResponse Of(Favourite favourite, Product? product) => new(
        favourite.Sku, favourite.AddedAt, product?.Name, product?.Category, product?.Price.Kopecks, product?.MemberPrice?.Kopecks, product is { Available: true });
}

/// <summary>The goods that a customer keeps an eye on (S73).</summary>
public static class FavouriteEndpoints
{
    /// <summary>Maps them under the account.</summary>
    public static void MapFavourites(this RouteGroupBuilder account)
    {
        var favourites = account.MapGroup("/favourites");
        favourites.MapGet("/", ListAsync).WithSummary("The favourites, newest first, with today's prices (S73)")
            .Produces<PageOf<FavouriteResponse>>().Refuses("request.cursor-invalid");
        favourites.MapPut("/{sku}", AddAsync).WithSummary("Make a product a favourite; twice is once (S73)")
            .Produces(StatusCodes.Status204NoContent).Refuses("catalogue.product-unknown", "favourites.too-many");
        favourites.MapDelete("/{sku}", RemoveAsync).WithSummary("Take a product off; twice is once (S73)").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> ListAsync(ClaimsPrincipal user, IQuerySession session, int? limit, string? cursor, CancellationToken cancellation)
    {
        if (Page.From(limit, cursor) is not { } page) return Problems.Of(Page.Invalid);
        var list = await session.LoadAsync<FavouriteList>(AccountIds.FavouritesId(user.CustomerId()), cancellation);
        var found = (list?.Items ?? [])
            .Select(f => (Favourite: f, Position: new Position(f.AddedAt, DeterministicId.Of(list!.Id, f.Sku))))
            .OrderByDescending(f => f.Position.At).ThenByDescending(f => f.Position.Id)
            .Where(f => page.After is not { } after || (f.Position.At, f.Position.Id).CompareTo((after.At, after.Id)) < 0)
            .Take(page.Limit + 1).ToList();
        var products = (await session.LoadManyAsync<Product>(cancellation, found.Select(f => f.Favourite.Sku))).ToDictionary(p => p.Sku);
        var shown = page.Of(found, f => f.Position);
        return Results.Ok(new PageOf<FavouriteResponse>(
            [.. shown.Items.Select(f => FavouriteResponse.Of(f.Favourite, products.GetValueOrDefault(f.Favourite.Sku)))], shown.NextCursor));
    }

    private static async Task<IResult> AddAsync(string sku, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellation)
    {
        await bus.InvokeAsync(new AddFavourite(user.CustomerId(), sku), cancellation);
        return Results.NoContent();
    }

    private static async Task<IResult> RemoveAsync(string sku, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellation)
    {
        await bus.InvokeAsync(new RemoveFavourite(user.CustomerId(), sku), cancellation);
        return Results.NoContent();
    }
}
