using System.Security.Claims;
using Marketplace.Application.Views;
using Marketplace.Domain;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Wallets;
using Marketplace.Host.Auth;
using Marketplace.Host.BonusCards;
using Marketplace.Host.Http;
using Marketplace.Host.Wallets;
using Marten;

namespace Marketplace.Host.Account;

/// <summary>The customer's account.</summary>
public static class AccountEndpoints
{
    private const int MostOpenOrders = 20;

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
        return await PageAsync(id, at, at ?? clock.GetUtcNow(), session, cancellation) is { } page ? Results.Ok(page) : Problems.Of(CustomerErrors.Unknown);
    }

    /// <summary>The page as it was at a moment, or is now; points expire by <paramref name="now"/>.</summary>
    private static async Task<AccountResponse?> PageAsync(
        Guid id, DateTimeOffset? at, DateTimeOffset now, IQuerySession session, CancellationToken cancellation)
    {
        if (await session.StateAsync<Customer>(id, at, cancellation) is not { } customer) return null;
        if (await session.StateAsync<Wallet>(AccountIds.WalletId(id), at, cancellation) is not { } wallet) return null;
        var card = await session.StateAsync<BonusCard>(AccountIds.BonusCardId(id), at, cancellation);
        var orders = await session.OpenOrdersAsync(id, MostOpenOrders, at, cancellation);
        var consents = await ConsentView.OfAsync(session, id, at, cancellation);
        return new AccountResponse(
            id, ProfileResponse.Of(customer), customer.Phone.Value, customer.Email?.Address.Value, customer.Email is { Verified: true },
            ProtectionResponse.Of(customer), customer.TermsVersion, "RUB", WalletResponse.Of(wallet),
            card is null ? null : BonusCardResponse.Of(card, now), orders, consents, NewsletterResponse.Of(consents),
            [.. customer.ContactChanges.Select(PendingChangeResponse.Of)]);
    }
}
