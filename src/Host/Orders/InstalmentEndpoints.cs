using System.Security.Claims;
using Marketplace.Application.Orders;
using Marketplace.Host.Auth;
using Marketplace.Host.Http;

namespace Marketplace.Host.Orders;

/// <summary>How much of a debt is paid.</summary>
public enum InstalmentChoice
{
    /// <summary>The next part.</summary>
    Next,

    /// <summary>All that is owed.</summary>
    All,
}

/// <summary>How much is paid now; the next part unless all is asked for.</summary>
public sealed record InstalmentBody(InstalmentChoice? Pay = null);

/// <summary>Pays off what is owed in instalments.</summary>
public static class InstalmentEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapInstalments(this IEndpointRouteBuilder app) =>
        app.MapPost("/api/orders/{id:guid}/instalments", Pay).WithTags("Orders").RequireAuthorization(Policies.Customer)
            .WithSummary("Pay the next monthly part, or all that is owed, from the wallet (S72)").Produces<InstalmentAnswer>()
            .Refuses("order.not-found", "order.no-instalments", "order.instalments-settled", "wallet.insufficient-funds");

    private static Task<IResult> Pay(Guid id, InstalmentBody body, ClaimsPrincipal user, Once once) => once.RunAsync(
        user.CustomerId(),
        key => new PayInstalment(user.CustomerId(), id, key.NewId(), body.Pay == InstalmentChoice.All, key),
        (InstalmentAnswer answer) => Results.Ok(answer));
}
