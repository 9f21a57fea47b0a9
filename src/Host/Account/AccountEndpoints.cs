using System.Security.Claims;
using Marketplace.Application.Views;
using Marketplace.Domain.Customers;
using Marketplace.Host.Auth;
using Marketplace.Host.Http;
using Marten;

namespace Marketplace.Host.Account;

/// <summary>The customer's account.</summary>
public static class AccountEndpoints
{
    /// <summary>Maps the page and what belongs to it.</summary>
    public static void MapAccount(this IEndpointRouteBuilder app)
    {
        var account = app.MapGroup("/api/account").WithTags("Account").RequireAuthorization(Policies.Customer);
        account.MapGet("/", GetAsync).WithSummary("The account on one page, now or as it was (S104, U1)")
            .Produces<AccountResponse>().Refuses("customer.not-found", "request.as-of-invalid");
        account.MapFavourites();
        account.MapConsents();
        account.MapSecurityLog();
        account.MapExport();
    }

    private static async Task<IResult> GetAsync(ClaimsPrincipal user, AsOf? asOf, IQuerySession session, TimeProvider clock, CancellationToken cancellation)
    {
        var (id, at) = (user.CustomerId(), asOf.NotAfter(clock));
        var page = at is { } then ? await AccountPage.AsOfAsync(session, id, then, cancellation) : await AccountPage.NowAsync(session, id, cancellation);
        return page is null ? Problems.Of(CustomerErrors.Unknown) : Results.Ok(AccountResponse.Of(page, at ?? clock.GetUtcNow()));
    }
}
