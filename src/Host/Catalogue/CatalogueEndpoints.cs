using System.Security.Claims;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Stock;
using Marketplace.Host.Http;
using Marten;

namespace Marketplace.Host.Catalogue;

/// <summary>A product, available when it is on sale and in stock; <c>MemberPrice</c> is shown to signed-in customers only (S80). Prices are kopecks.</summary>
public sealed record ProductResponse(string Sku, string Name, string Category, long Price, long? MemberPrice, bool Available);

/// <summary>The catalogue, open to everybody (S41).</summary>
public static class CatalogueEndpoints
{
    // No name of a product is longer.
    private const int LongestQuery = 200;

    /// <summary>Maps them.</summary>
    public static void MapCatalogue(this IEndpointRouteBuilder app)
    {
        var catalogue = app.MapGroup("/api").WithTags("Catalogue").AllowAnonymous();
        catalogue.MapGet("/products", SearchAsync).WithSummary("Find products by all words of the query, in any order and case, and by category (S61, S62)")
            .Produces<PageOf<ProductResponse>>().Refuses("request.cursor-invalid");
        catalogue.MapGet("/products/{sku}", GetAsync).WithSummary("One product").Produces<ProductResponse>().Refuses("catalogue.product-unknown");
        catalogue.MapGet("/pickup-points", PickupPointsAsync).WithSummary("Where orders can be collected (S68)").Produces<PageOf<PickupPoint>>().Refuses("request.cursor-invalid");
    }

    private static async Task<IResult> SearchAsync(
        ClaimsPrincipal user, IQuerySession session, CancellationToken cancellation, string? query = null, string? category = null, int limit = 20, string? cursor = null)
    {
        if (limit is < 1 or > 100) return Problems.Of(Page.Invalid);
        if (query?.Length > LongestQuery) return Results.Ok(new PageOf<ProductResponse>([], null));
        var products = session.Query<Product>().AsQueryable();
        if (category is not null) products = products.Where(p => p.Category == category);
        foreach (var word in query?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase) ?? [])
        {
            products = products.Where(p => p.Name.Contains(word, StringComparison.OrdinalIgnoreCase));
        }

        // The cursor is the last SKU of the page before: products have no time to be ordered by.
        if (cursor is not null) products = products.Where(p => p.Sku.CompareTo(cursor) > 0);
        var found = await products.OrderBy(p => p.Sku).Take(limit + 1).ToListAsync(cancellation);
        var inStock = await InStockAsync(session, found.Select(p => p.Sku), cancellation);
        PageOf<ProductResponse> page = new(
            [.. found.Take(limit).Select(p => Response(p, user, inStock))], found.Count > limit ? found[limit - 1].Sku : null);
        return Results.Ok(page);
    }

    private static async Task<IResult> GetAsync(string sku, ClaimsPrincipal user, IQuerySession session, CancellationToken cancellation) =>
        await session.LoadAsync<Product>(sku, cancellation) is { } product
            ? Results.Ok(Response(product, user, await InStockAsync(session, [sku], cancellation)))
            : Problems.Of(CatalogueErrors.ProductUnknown);

    private static async Task<PageOf<PickupPoint>> PickupPointsAsync(IQuerySession session, CancellationToken cancellation) =>
        new(await session.Query<PickupPoint>().Where(p => p.Active).OrderBy(p => p.PickupPointId).Take(1000).ToListAsync(cancellation), null);

    // What was never counted is not there.
    private static async Task<HashSet<string>> InStockAsync(IQuerySession session, IEnumerable<string> skus, CancellationToken cancellation) =>
        [.. (await session.LoadManyAsync<ProductStock>(cancellation, skus.Select(StockIds.Of))).Where(s => s.IsAvailable).Select(s => s.Sku)];

    private static ProductResponse Response(Product product, ClaimsPrincipal user, HashSet<string> inStock) => new(
        product.Sku, product.Name, product.Category, product.Price.Kopecks,
        user.IsInRole("customer") ? product.MemberPrice?.Kopecks : null, product.Available && inStock.Contains(product.Sku));
}
