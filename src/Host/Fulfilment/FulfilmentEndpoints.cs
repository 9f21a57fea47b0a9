using Marketplace.Application.Idempotency;
using Marketplace.Application.Orders;
using Marketplace.Application.Views;
using Marketplace.Domain.Orders;
using Marketplace.Host.Auth;
using Marketplace.Host.Http;
using Marten;

namespace Marketplace.Host.Fulfilment;

/// <summary>Units of a line that the warehouse counted.</summary>
public sealed record CountedBody(Guid LineId, int Quantity);

/// <summary>What the warehouse counted of a return.</summary>
public sealed record ReceiptBody(IReadOnlyList<CountedBody> Counted);

/// <summary>Why a return is refused, in a short machine word.</summary>
public sealed record RejectionBody(string Reason);

/// <summary>The warehouse's side of orders and returns.</summary>
public static class FulfilmentEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapFulfilment(this IEndpointRouteBuilder app)
    {
        var orders = app.MapGroup("/api/fulfilment/orders/{id:guid}").WithTags("Fulfilment").RequireAuthorization(Policies.Role("warehouse"));
        orders.MapPost("/assembly", (Guid id, Once once) => Step(once, key => new StartAssembly(id, key)))
            .WithSummary("Begin to assemble a paid order").Produces<FulfilmentAnswer>().Refuses("order.not-found", "order.invalid-transition");
        orders.MapPost("/shipment", (Guid id, Once once) => Step(once, key => new ShipOrder(id, key)))
            .WithSummary("Hand an order over to the carrier; the card is charged now (P11)").Produces<FulfilmentAnswer>().Refuses("order.not-found", "order.invalid-transition");
        orders.MapPost("/arrival", (Guid id, Once once) => Step(once, key => new RecordArrival(id, key)))
            .WithSummary("The order waits at its pick-up point").Produces<FulfilmentAnswer>().Refuses("order.not-found", "order.invalid-transition");
        orders.MapPost("/delivery", DeliverAsync)
            .WithSummary("The customer has the goods; the return window opens (P4)").Produces<FulfilmentAnswer>().Refuses("order.not-found", "order.invalid-transition");

        var returns = app.MapGroup("/api/fulfilment/returns/{id:guid}").WithTags("Fulfilment").RequireAuthorization(Policies.Role("warehouse"));
        returns.MapPost("/approval", (Guid id, Once once, IQuerySession session, CancellationToken c) =>
                OfReturnAsync(once, session, id, (v, key) => new ApproveReturn(v.OrderId, id, key), (ReturnAnswer a) => Results.Ok(a), c))
            .WithSummary("Take the units of a return").Produces<ReturnAnswer>().Refuses("order.return-unknown", "order.return-invalid-transition");
        returns.MapPost("/rejection", (Guid id, RejectionBody body, Once once, IQuerySession session, CancellationToken c) =>
                OfReturnAsync(once, session, id, (v, key) => new RejectReturn(v.OrderId, id, body.Reason, key), (ReturnAnswer a) => Results.Ok(a), c))
            .WithSummary("Refuse the units of a return").Produces<ReturnAnswer>().Refuses("order.return-unknown", "order.return-invalid-transition");
        returns.MapPost("/receipt", (Guid id, ReceiptBody body, Once once, IQuerySession session, CancellationToken c) =>
                OfReturnAsync(once, session, id, (v, key) => new ReceiveReturn(v.CustomerId, v.OrderId, id, Counted(body), key), (RefundedAnswer a) => Results.Ok(a), c))
            .WithSummary("Count what came back; exactly that is refunded (S71, X17)").Produces<RefundedAnswer>()
            .Refuses("order.return-unknown", "order.return-invalid-transition", "order.count-exceeds", "order.lines-invalid");
    }

    private static Task<IResult> Step<TCommand>(Once once, Func<RequestKey, TCommand> command) where TCommand : notnull =>
        once.RunAsync(RequestKey.House, key => command(key), (FulfilmentAnswer answer) => Results.Ok(answer));

    private static async Task<IResult> DeliverAsync(Guid id, Once once, IQuerySession session, CancellationToken cancellation) =>
        await session.LoadAsync<OrderView>(id, cancellation) is { } order
            ? await Step(once, key => new DeliverOrder(order.CustomerId, id, key))
            : Problems.Of(OrderErrors.Unknown);

    private static async Task<IResult> OfReturnAsync<TAnswer>(
        Once once, IQuerySession session, Guid id, Func<ReturnView, RequestKey, object> command, Func<TAnswer, IResult> result, CancellationToken cancellation)
        where TAnswer : class =>
        await session.LoadAsync<ReturnView>(id, cancellation) is { } view
            ? await once.RunAsync(RequestKey.House, key => command(view, key), result)
            : Problems.Of(OrderErrors.ReturnUnknown);

    private static List<CountedUnits> Counted(ReceiptBody body) => [.. body.Counted.Select(c => new CountedUnits(c.LineId, c.Quantity))];
}
