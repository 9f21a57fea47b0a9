using System.Security.Claims;
using Marketplace.Application.Stock;
using Marketplace.Application.Views;
using Marketplace.Host.Auth;
using Marketplace.Host.Http;
using Marten;
using Wolverine;

namespace Marketplace.Host.Stock;

/// <summary>What shall be held, and how many of it.</summary>
public sealed record ReservationBody(string Sku, int Quantity);

/// <summary>A reservation as its customer sees it.</summary>
public sealed record ReservationResponse(
    Guid ReservationId, string Sku, int Quantity, ReservationStatus Status, DateTimeOffset Until, DateTimeOffset ReservedAt)
{
    internal static ReservationResponse Of(ReservationView r) => new(r.ReservationId, r.Sku, r.Quantity, r.Status, r.Until, r.ReservedAt);
}

/// <summary>Goods that customers hold for a day (S74, P3).</summary>
public static class ReservationEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapReservations(this IEndpointRouteBuilder app)
    {
        var reservations = app.MapGroup("/api/reservations").WithTags("Stock").RequireAuthorization(Policies.Customer);
        reservations.MapPost("/", Reserve).WithSummary("Hold goods for a day; my next order takes them first (S74, P3)")
            .Produces<ReservationAnswer>(StatusCodes.Status201Created)
            .Refuses("catalogue.product-unknown", "order.product-unavailable", "reservation.quantity-invalid", "reservation.too-many-open", "stock.out-of-stock");
        reservations.MapGet("/", ListAsync).WithSummary("My reservations, newest first").Produces<PageOf<ReservationResponse>>().Refuses("request.cursor-invalid");
        reservations.MapDelete("/{id:guid}", ReleaseAsync).WithSummary("Give a reservation back; one that has ended stays as it is")
            .Produces(StatusCodes.Status204NoContent).Refuses("reservation.not-found", "concurrency.conflict");
    }

    private static Task<IResult> Reserve(ReservationBody body, ClaimsPrincipal user, Once once) => once.RunAsync(
        user.CustomerId(),
        key => new ReserveItem(user.CustomerId(), key.NewId(), body.Sku, body.Quantity, key),
        (ReservationAnswer answer) => Results.Created("/api/reservations", answer));

    private static async Task<IResult> ListAsync(ClaimsPrincipal user, IQuerySession session, int? limit, string? cursor, CancellationToken cancellation)
    {
        if (Page.From(limit, cursor) is not { } page) return Problems.Of(Page.Invalid);
        var customerId = user.CustomerId();
        var query = session.Query<ReservationView>().Where(r => r.CustomerId == customerId);
        if (page.After is { } after) query = query.Where(r => r.ReservedAt < after.At || (r.ReservedAt == after.At && r.ReservationId.CompareTo(after.Id) < 0));
        var found = await query.OrderByDescending(r => r.ReservedAt).ThenByDescending(r => r.ReservationId).Take(page.Limit + 1).ToListAsync(cancellation);
        return Results.Ok(page.Of([.. found.Select(ReservationResponse.Of)], r => new Position(r.ReservedAt, r.ReservationId)));
    }

    private static async Task<IResult> ReleaseAsync(Guid id, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellation)
    {
        await bus.InvokeAsync(new ReleaseReservation(user.CustomerId(), id), cancellation);
        return Results.NoContent();
    }
}
