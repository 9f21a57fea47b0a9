using System.Security.Claims;
using Marketplace.Application.Views;
using Marketplace.Application.Views.Stored;
using Marketplace.Host.Auth;
using Marketplace.Host.Http;
using Marten;

namespace Marketplace.Host.Orders;

/// <summary>The purchase history.</summary>
public static class PurchaseEndpoint
{
    /// <summary>Maps it.</summary>
    public static void MapPurchases(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/purchases", GetAsync).WithTags("Orders").WithMetadata(HeadersMetadata.Versioned).RequireAuthorization(Policies.Customer)
            .WithSummary("All orders, newest first, with what they cost after refunds (S65)").Refuses("request.cursor-invalid", "request.as-of-invalid");

    private static async Task<IResult> GetAsync(
        ClaimsPrincipal user, AsOf? asOf, StoredOrders orders, IDocumentStore store, TimeProvider clock, int? limit, string? cursor, CancellationToken cancellation)
    {
        if (Page.From(limit, cursor) is not { } page) return Problems.Of(Page.Invalid);
        if (asOf.NotAfter(clock) is { } then) return await GetAsOfAsync(user.CustomerId(), then, page, store, cancellation);
        var found = await orders.OfAsync(new OrdersAsked(user.CustomerId(), page.After?.At, page.After?.Id, page.Limit + 1), cancellation);
        var shown = page.Of(found, o => new Position(o.PlacedAt, o.OrderId));
        return Versioned.OkWithOrders(
            Tag.Of(shown.Items.Select(o => (o.OrderId, o.Version)), shown.NextCursor is null ? 0 : 1), new PageOf<OrderView>(new StoredOrderList(shown.Items), shown.NextCursor));
    }

    private static async Task<IResult> GetAsOfAsync(Guid customerId, DateTimeOffset then, Page page, IDocumentStore store, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        var query = session.Query<OrderView>().Where(o => o.CustomerId == customerId && o.PlacedAt <= then);
        if (page.After is { } after) query = query.Where(o => o.PlacedAt < after.At || (o.PlacedAt == after.At && o.OrderId.CompareTo(after.Id) < 0));
        var found = await query.OrderByDescending(o => o.PlacedAt).ThenByDescending(o => o.OrderId).Take(page.Limit + 1).ToListAsync(cancellation);
        var shown = page.Of(found, o => new Position(o.PlacedAt, o.OrderId));
        return Results.Ok(shown with { Items = await session.AsTheyWereAsync(shown.Items, then, cancellation) });
    }
}
