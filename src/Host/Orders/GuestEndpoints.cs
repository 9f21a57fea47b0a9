using System.Security.Claims;
using Marketplace.Application.Orders;
using Marketplace.Domain.Orders;
using Marketplace.Host.Auth;
using Marketplace.Host.Http;
using Wolverine;

namespace Marketplace.Host.Orders;

/// <summary>Orders that were placed without an account (D1).</summary>
public static class GuestEndpoints
{
    /// <summary>Adds what decides about guests: <c>Checkout:AllowGuests</c>, off by default.</summary>
    public static IServiceCollection AddGuests(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(new CheckoutPolicy { AllowGuests = configuration.GetValue("Checkout:AllowGuests", false) })
        .AddSingleton<GuestTokens>().AddSingleton<Buyers>();

    /// <summary>Maps the way of such an order into an account.</summary>
    public static void MapGuests(this IEndpointRouteBuilder app) =>
        app.MapPost("/api/orders/{id:guid}/claim", ClaimAsync).WithTags("Orders").RequireAuthorization(Policies.Customer)
            .WithSummary("Take over an order placed as a guest, after signing in by a code sent to its phone (D1)").Produces<ClaimAnswer>()
            .Refuses("order.not-found", "order.claim-needs-code", "order.payment-in-progress");

    /// <summary>Lets guests in where the switch says so; else the endpoint stays for customers.</summary>
    public static RouteHandlerBuilder AlsoForGuests(this RouteHandlerBuilder endpoint, IEndpointRouteBuilder app) =>
        GuestsAllowed(app) ? endpoint.AllowAnonymous() : endpoint;

    /// <summary>The same, of an order that there is: a guest shows its token.</summary>
    public static RouteHandlerBuilder AlsoForItsGuest(this RouteHandlerBuilder endpoint, IEndpointRouteBuilder app) => GuestsAllowed(app)
        ? endpoint.AllowAnonymous().WithMetadata(new HeadersMetadata([(Buyers.Header, "The token that a guest's placement answered; a customer has a session instead (D1).")], []))
        : endpoint;

    /// <summary>The same, of a placement: it answers the token.</summary>
    public static RouteHandlerBuilder AlsoForNewGuests(this RouteHandlerBuilder endpoint, IEndpointRouteBuilder app) => GuestsAllowed(app)
        ? endpoint.AllowAnonymous().WithMetadata(new HeadersMetadata([], [(Buyers.Header, "To a guest: by this token alone the order can be seen, paid and cancelled (D1).")]))
        : endpoint;

    private static bool GuestsAllowed(IEndpointRouteBuilder app) => app.ServiceProvider.GetRequiredService<Buyers>().GuestsAllowed;

    private static async Task<IResult> ClaimAsync(Guid id, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellation) =>
        Results.Ok(await bus.InvokeAsync<ClaimAnswer>(new ClaimGuestOrder(user.CustomerId(), user.SessionId(), id), cancellation));
}
