using System.Security.Claims;
using Marketplace.Application.BonusCards;
using Marketplace.Application.Views;
using Marketplace.Domain;
using Marketplace.Domain.BonusCards;
using Marketplace.Host.Auth;
using Marketplace.Host.Http;
using Marten;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Marketplace.Host.BonusCards;

/// <summary>Points that will expire together.</summary>
public sealed record ExpiringPoints(long Points, DateTimeOffset ExpiresAt);

/// <summary>A bonus card. <c>Points</c> can be spent now; <c>Debt</c> is settled by the next points that become spendable.</summary>
public sealed record BonusCardResponse(Guid BonusCardId, long Points, long Pending, long Debt, IReadOnlyList<ExpiringPoints> Expiring, long Version)
{
    internal static BonusCardResponse Of(BonusCard card, DateTimeOffset now)
    {
        var spendable = card.Spendable(now).ToList();
        return new BonusCardResponse(
            card.Id, spendable.Sum(l => l.Active), card.Pending, card.Debt,
            [.. spendable.Select(l => new ExpiringPoints(l.Active, l.ExpiresAt!.Value))], card.Version);
    }
}

/// <summary>Applies for a card.</summary>
/// <param name="Consent">The <c>personalData.version</c> of <c>GET /api/terms</c> that the customer agrees to (S57).</param>
public sealed record ApplicationBody(string? Consent = null);

/// <summary>The customer's bonus card.</summary>
public static class BonusCardEndpoints
{
    private static readonly Rejection NotFound = BonusCardErrors.NotIssued with { Kind = RejectionKind.NotFound };

    /// <summary>Maps them.</summary>
    public static void MapBonusCards(this IEndpointRouteBuilder app)
    {
        var card = app.MapGroup("/api/bonus-card").WithTags("Bonus card").RequireAuthorization(Policies.Customer);
        card.MapPost("/application", Apply).WithSummary("Get a bonus card, free of charge, with a consent to the processing of personal data (S54, S57)")
            .Produces<IssuedAnswer>(StatusCodes.Status201Created).Refuses("customer.account-restricted", "customer.consent-required", "bonus-card.already-issued", "customer.not-found");
        card.MapGet("/", GetAsync).WithSummary("Points that can be spent, are pending or expire (S59)").Produces<BonusCardResponse>().Refuses("bonus-card.not-issued", "request.as-of-invalid");
        card.MapGet("/statement", StatementAsync).WithSummary("All entries with their reason and order, newest first (S59)")
            .Produces<PageOf<PointsEntry>>().Refuses("bonus-card.not-issued");
    }

    private static Task<IResult> Apply(
        [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] ApplicationBody? body, ClaimsPrincipal user, Once once) => once.RunAsync(
        user.CustomerId(),
        key => new IssueBonusCard(user.CustomerId(), body?.Consent, key),
        (IssuedAnswer answer) => Results.Created("/api/bonus-card", answer));

    private static async Task<IResult> GetAsync(ClaimsPrincipal user, AsOf? asOf, IQuerySession session, TimeProvider clock, CancellationToken cancellation)
    {
        var at = asOf.NotAfter(clock);
        return await session.StateAsync<BonusCard>(AccountIds.BonusCardId(user.CustomerId()), at, cancellation) is { } card
            ? Results.Ok(BonusCardResponse.Of(card, at ?? clock.GetUtcNow()))
            : Problems.Of(NotFound);
    }

    private static async Task<IResult> StatementAsync(ClaimsPrincipal user, IQuerySession session, CancellationToken cancellation)
    {
        var events = await session.Events.FetchStreamAsync(AccountIds.BonusCardId(user.CustomerId()), token: cancellation);
        return events.Count == 0
            ? Problems.Of(NotFound)
            : Results.Ok(new PageOf<PointsEntry>(PointsEntry.Of(events.Select(e => (e.Version, (BonusCardEvent)e.Data))), null));
    }
}
