using System.Security.Claims;
using Marketplace.Application.Promotions;
using Marketplace.Application.Views;
using Marketplace.Domain.Promotions;
using Marketplace.Host.Auth;
using Marketplace.Host.Http;
using Marten;
using Wolverine;

namespace Marketplace.Host.Promotions;

/// <summary>
/// The terms of a promo code: either a share in hundredths of a per cent or an amount in kopecks; what is left out limits
/// nothing. Without a customer it is for everybody who knows it.
/// </summary>
public sealed record PromoCodeBody(
    DateTimeOffset ValidFrom,
    DateTimeOffset ValidUntil,
    int? BasisPoints = null,
    Amount? AmountOff = null,
    Amount? AtMost = null,
    int? UsesPerCustomer = null,
    int? UsesInTotal = null,
    Amount? MinimumSum = null,
    IReadOnlyList<string>? Categories = null,
    Guid? IssuedTo = null)
{
    internal PromoTerms ToTerms() => new(
        BasisPoints ?? 0, AmountOff?.Kopecks ?? 0, AtMost?.Kopecks, ValidFrom, ValidUntil, UsesPerCustomer, UsesInTotal, MinimumSum?.Kopecks ?? 0,
        [.. Categories ?? []], IssuedTo);
}

/// <summary>The customer's code for friends (S83); null where the shop has no such programme.</summary>
public sealed record ReferralResponse(string? Code, int Invited, int Rewarded);

/// <summary>Promo codes of the customer, and how the house makes them.</summary>
public static class PromotionEndpoints
{
    private const int Most = 100;

    /// <summary>Maps them.</summary>
    public static void MapPromotions(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/account/promo-codes", PromoCodesAsync).WithTags("Promotions").RequireAuthorization(Policies.Customer)
            .WithSummary("The promo codes that were issued to the customer, the first to expire first (S82)").Produces<PageOf<PromoCodeView>>();
        app.MapGet("/api/account/referral", ReferralAsync).WithTags("Promotions").RequireAuthorization(Policies.Customer)
            .WithSummary("The customer's code for friends, how many named it, and how many brought a reward (S83)").Produces<ReferralResponse>();
        app.MapPut("/api/admin/promo-codes/{code}", DefineAsync).WithTags("Promotions").RequireAuthorization(Policies.Role("admin"))
            .WithSummary("Make a promo code, or give it other terms from now on (S82)").Produces<PromoCodeAnswer>()
            .Refuses("promo.code-invalid", "promo.value-invalid", "promo.period-invalid", "promo.limit-invalid");
    }

    private static async Task<PageOf<PromoCodeView>> PromoCodesAsync(ClaimsPrincipal user, IQuerySession session, CancellationToken cancellation)
    {
        Guid? customerId = user.CustomerId();
        return new(await session.Query<PromoCodeView>().Where(v => v.IssuedTo == customerId).OrderBy(v => v.ValidUntil).Take(Most).ToListAsync(cancellation), null);
    }

    private static async Task<ReferralResponse> ReferralAsync(ClaimsPrincipal user, IQuerySession session, CancellationToken cancellation) =>
        await session.LoadAsync<Referrals>(Referrals.IdOf(user.CustomerId()), cancellation) is { } referrals
            ? new(referrals.Code, referrals.Invited, referrals.RewardedAt.Count)
            : new(null, 0, 0);

    private static Task<PromoCodeAnswer> DefineAsync(string code, PromoCodeBody body, IMessageBus bus, CancellationToken cancellation) =>
        bus.InvokeAsync<PromoCodeAnswer>(new DefinePromoCode(code, body.ToTerms()), cancellation);
}
