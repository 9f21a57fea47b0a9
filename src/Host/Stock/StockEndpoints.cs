using Marketplace.Application.Idempotency;
using Marketplace.Application.Stock;
using Marketplace.Domain.Stock;
using Marketplace.Host.Auth;
using Marketplace.Host.Http;

namespace Marketplace.Host.Stock;

/// <summary>Either units that came, or free units that were counted: those that nobody holds and no order took.</summary>
public sealed record StockBody(long? Quantity = null, long? Counted = null);

/// <summary>The warehouse's side of stock.</summary>
public static class StockEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapStock(this IEndpointRouteBuilder app) =>
        app.MapPost("/api/fulfilment/stock/{sku}", RecordAsync).WithTags("Fulfilment").RequireAuthorization(Policies.Role("warehouse"))
            .WithSummary("Units came, or were counted; who waits for the product is told (S74, S76)")
            .Produces<StockAnswer>().Refuses("catalogue.product-unknown", "stock.quantity-invalid");

    private static Task<IResult> RecordAsync(string sku, StockBody body, Once once, StockPolicy policy) => body switch
    {
        { Quantity: { } units, Counted: null } => RunAsync(once, key => new ReceiveStock(sku, units, key)),
        { Quantity: null, Counted: { } counted } => RunAsync(once, key => new CountStock(sku, counted, key)),
        _ => Task.FromResult<IResult>(Problems.Of(StockErrors.QuantityInvalid(policy.MaxCounted))),
    };

    private static Task<IResult> RunAsync<TCommand>(Once once, Func<RequestKey, TCommand> command) where TCommand : notnull =>
        once.RunAsync(RequestKey.House, command, (StockAnswer answer) => Results.Ok(answer));
}
