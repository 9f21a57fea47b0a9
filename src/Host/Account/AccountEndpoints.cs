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

/// <summary>The one page of the account (S104): who it is, the money, the points and the orders under way.</summary>
public sealed record AccountResponse(
    Guid CustomerId,
    string? Phone,
    string? TermsVersion,
    string Currency,
    WalletResponse Wallet,
    BonusCardResponse? BonusCard,
    IReadOnlyList<OrderView> OpenOrders);

/// <summary>The customer's account.</summary>
public static class AccountEndpoints
{
    /// <summary>Maps it.</summary>
    public static void MapAccount(this IEndpointRouteBuilder app) => app.MapGet("/api/account", GetAsync)
        .WithTags("Account").RequireAuthorization(Policies.Customer)
        .WithSummary("The account on one page (S104)").Produces<AccountResponse>().Refuses("auth.sign-in-required");

    private static async Task<IResult> GetAsync(ClaimsPrincipal user, IQuerySession session, TimeProvider clock, CancellationToken cancellation)
    {
        var id = user.CustomerId();
        var batch = session.CreateBatchQuery();
        var customer = batch.Load<Customer>(id);
        var wallet = batch.Load<Wallet>(AccountIds.WalletId(id));
        var card = batch.Load<BonusCard>(AccountIds.BonusCardId(id));
        var orders = batch.Query<OrderView>().Where(o => o.CustomerId == id && o.Open).OrderByDescending(o => o.PlacedAt).Take(20).ToList();
        await batch.Execute(cancellation);
        if (await customer is not { } known || await wallet is not { } purse) return Problems.Of(WalletErrors.Unknown);
        return Results.Ok(new AccountResponse(
            id, known.Phone.Value, known.TermsVersion, "RUB", WalletResponse.Of(purse),
            await card is { } points ? BonusCardResponse.Of(points, clock.GetUtcNow()) : null, await orders));
    }
}
