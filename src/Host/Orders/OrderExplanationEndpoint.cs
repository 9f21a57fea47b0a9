using System.Security.Claims;
using Marketplace.Application.Views;
using Marketplace.Domain.Orders;
using Marketplace.Host.Auth;
using Marketplace.Host.Http;
using Marten;

namespace Marketplace.Host.Orders;

/// <summary>Why an order costs what it costs (U7).</summary>
public static class OrderExplanationEndpoint
{
    /// <summary>Maps it.</summary>
    public static void MapOrderExplanation(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/orders/{id:guid}/explanation", ExplainAsync).WithTags("Orders").RequireAuthorization(Policies.Customer)
            .WithSummary("Why an order costs what it costs and what came back of it, line by line down to events, now or as it was (U1, U7)")
            .Produces<OrderExplanation>().Refuses("order.not-found", "request.as-of-invalid");

    private static async Task<IResult> ExplainAsync(
        Guid id, ClaimsPrincipal user, AsOf? asOf, IQuerySession session, TimeProvider clock, CancellationToken cancellation)
    {
        // Whose it is now: an order that joined an account is explained to its owner, also as it was before.
        if (await session.LoadAsync<OrderView>(id, cancellation) is not { } order || order.CustomerId != user.CustomerId()) return Problems.Of(OrderErrors.Unknown);
        var events = await session.Events.FetchStreamAsync(id, timestamp: asOf.NotAfter(clock), token: cancellation);
        return OrderExplanation.Of(events.Select(e => new RecordedOrderEvent(e.Id, e.Version, (OrderEvent)e.Data))) is { } explanation
            ? Results.Ok(explanation)
            : Problems.Of(OrderErrors.Unknown);
    }
}
