using System.Security.Claims;
using Marketplace.Application.Stock;
using Marketplace.Application.Views;
using Marketplace.Host.Auth;
using Marketplace.Host.Http;
using Marten;
using Microsoft.AspNetCore.Mvc;
using Wolverine;

namespace Marketplace.Host.Stock;

/// <summary>What is waited for.</summary>
public sealed record WaitlistBody(string Sku);

/// <summary>Goods that customers wait for (S75, S76).</summary>
public static class WaitlistEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapWaitlist(this IEndpointRouteBuilder app)
    {
        var waitlist = app.MapGroup("/api/waitlist").WithTags("Stock").RequireAuthorization(Policies.Customer);
        waitlist.MapPost("/", WaitAsync).WithSummary("Wait for goods that are not there; one SMS tells when they are (S75, S76)")
            .Produces<WaitingAnswer>(StatusCodes.Status201Created)
            .Refuses(
                "catalogue.product-unknown", "waitlist.item-in-stock", "waitlist.already-waiting", "request.idempotency-key-invalid",
                "request.idempotency-key-reused", "request.answer-gone", "concurrency.conflict");
        waitlist.MapGet("/", ListAsync).WithSummary("What I wait for, newest first").Produces<PageOf<WaitingAnswer>>().Refuses("request.cursor-invalid");
        waitlist.MapDelete("/{sku}", StopAsync).WithSummary("Wait no longer")
            .Produces(StatusCodes.Status204NoContent).Refuses("waitlist.not-waiting", "concurrency.conflict");
    }

    // A place in a queue moves no goods, so the key is the client's choice.
    private static async Task<IResult> WaitAsync(
        WaitlistBody body, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, ClaimsPrincipal user, HttpContext http, IMessageBus bus)
    {
        var customerId = user.CustomerId();
        if (idempotencyKey is null) return Taken(await bus.InvokeAsync<WaitingAnswer>(new WaitForItem(customerId, body.Sku, null), http.RequestAborted));
        return await http.RequestServices.GetRequiredService<Once>().RunAsync(
            customerId, key => new WaitForItem(customerId, body.Sku, key), (WaitingAnswer answer) => Taken(answer));
    }

    private static async Task<IResult> ListAsync(ClaimsPrincipal user, IQuerySession session, int? limit, string? cursor, CancellationToken cancellation)
    {
        if (Page.From(limit, cursor) is not { } page) return Problems.Of(Page.Invalid);
        var customerId = user.CustomerId();
        var query = session.Query<WaitlistEntryView>().Where(w => w.CustomerId == customerId && w.Open);
        if (page.After is { } after) query = query.Where(w => w.Since < after.At || (w.Since == after.At && w.Id.CompareTo(after.Id) < 0));
        var found = await query.OrderByDescending(w => w.Since).ThenByDescending(w => w.Id).Take(page.Limit + 1).ToListAsync(cancellation);
        var entries = page.Of(found, w => new Position(w.Since, w.Id));
        return Results.Ok(new PageOf<WaitingAnswer>([.. entries.Items.Select(w => new WaitingAnswer(w.Sku, w.Since))], entries.NextCursor));
    }

    private static async Task<IResult> StopAsync(string sku, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellation)
    {
        await bus.InvokeAsync(new StopWaiting(user.CustomerId(), sku), cancellation);
        return Results.NoContent();
    }

    private static IResult Taken(WaitingAnswer answer) => Results.Created("/api/waitlist", answer);
}
