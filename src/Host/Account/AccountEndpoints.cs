using System.Security.Claims;
using Marketplace.Application.Views;
using Marketplace.Application.Views.Stored;
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
        account.MapGet("/", GetAsync).WithMetadata(HeadersMetadata.Versioned).WithSummary("The account on one page, now or as it was (S104, U1)")
            .Produces<AccountResponse>().Refuses("customer.not-found", "request.as-of-invalid");
        account.MapFavourites();
        account.MapConsents();
        account.MapSecurityLog();
        account.MapExport();
    }

    private static async Task<IResult> GetAsync(ClaimsPrincipal user, AsOf? asOf, StoredAccounts accounts, IDocumentStore store, TimeProvider clock, CancellationToken cancellation)
    {
        if (asOf.NotAfter(clock) is { } then) return await GetAsOfAsync(user.CustomerId(), then, store, cancellation);
        if (await accounts.FindAsync(user.CustomerId(), cancellation) is not { } page) return Problems.Of(CustomerErrors.Unknown);
        var response = AccountResponse.Of(page, clock.GetUtcNow());
        // Every part has a version; points that have run out since have none.
        var parts = ((StoredOrderList)page.OpenOrders).Stored.Concat(((StoredOrderList)page.Instalments).Stored).Select(o => (o.OrderId, o.Version))
            .Prepend((page.Customer.Id, page.Customer.Version)).Prepend((page.Wallet.Id, page.Wallet.Version));
        return Versioned.OkWithOrders(Tag.Of(parts, page.BonusCard?.Version ?? 0, response.BonusCard?.Expiring.Count ?? 0), response);
    }

    private static async Task<IResult> GetAsOfAsync(Guid id, DateTimeOffset then, IDocumentStore store, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        return await AccountPage.AsOfAsync(session, id, then, cancellation) is { } page ? Results.Ok(AccountResponse.Of(page, then)) : Problems.Of(CustomerErrors.Unknown);
    }
}
