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
using Wolverine;

namespace Marketplace.Host.BonusCards;

/// <summary>The customer's bonus card.</summary>
public static class BonusCardEndpoints
{
    private static readonly Rejection NotFound = BonusCardErrors.NotIssued with { Kind = RejectionKind.NotFound };

    private static readonly Rejection PeriodInvalid = new(
        "bonus-card.period-invalid", RejectionKind.Invalid, "The period ends before it begins.", "Период заканчивается раньше, чем начинается.")
    { Field = "from" };

    /// <summary>Maps them.</summary>
    public static void MapBonusCards(this IEndpointRouteBuilder app)
    {
        var card = app.MapGroup("/api/bonus-card").WithTags("Bonus card").RequireAuthorization(Policies.Customer);
        card.MapPost("/application", Apply).WithSummary("Get a bonus card, free of charge, with a consent to the processing of personal data and an identity (S54–S58)")
            .Produces<IssuedAnswer>(StatusCodes.Status201Created)
            .Refuses(
                "customer.account-restricted", "customer.consent-required", "bonus-card.already-issued", "customer.not-found", "bonus-card.identity-in-use",
                "bonus-card.name-invalid", "bonus-card.birth-date-invalid", "bonus-card.too-young", "bonus-card.passport-invalid",
                "bonus-card.inn-or-snils-required", "bonus-card.inn-invalid", "bonus-card.snils-invalid");
        card.MapGet("/", GetAsync).WithSummary("Points that can be spent, are pending or expire (S59)").Produces<BonusCardResponse>().Refuses("bonus-card.not-issued", "request.as-of-invalid");
        card.MapGet("/statement", StatementAsync).WithSummary("The entries of a period with their reason and order, page by page, newest first: opening + all changes = closing (S59)")
            .Produces<PointsStatementPage>().Refuses("bonus-card.not-issued", "bonus-card.period-invalid", "request.cursor-invalid");
        card.MapDelete("/", CloseAsync).WithSummary("Close the card and give its points up; closing twice is closing once (S60)").Produces(StatusCodes.Status204NoContent)
            .Refuses("bonus-card.not-issued", "bonus-card.has-debt", "bonus-card.redemption-open", "bonus-card.return-open");
    }

    private static Task<IResult> Apply(
        [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] ApplicationBody? body, ClaimsPrincipal user, Once once) => once.RunAsync(
        user.CustomerId(),
        key => new ApplyForBonusCard(user.CustomerId(), key.NewId(), body?.Consent, (body ?? new ApplicationBody()).Applicant, key),
        (IssuedAnswer answer) => Results.Created("/api/bonus-card", answer));

    private static async Task<IResult> GetAsync(ClaimsPrincipal user, AsOf? asOf, IQuerySession session, TimeProvider clock, CancellationToken cancellation)
    {
        var at = asOf.NotAfter(clock);
        return await session.StateAsync<BonusCard>(AccountIds.BonusCardId(user.CustomerId()), at, cancellation) is { } card
            ? Results.Ok(BonusCardResponse.Of(card, at ?? clock.GetUtcNow()))
            : Problems.Of(NotFound);
    }

    private static async Task<IResult> StatementAsync(
        ClaimsPrincipal user, IQuerySession session, TimeProvider clock, CancellationToken cancellation,
        DateTimeOffset? from = null, DateTimeOffset? to = null, int? limit = null, string? cursor = null)
    {
        if (StatementPage.From(limit, cursor) is not { } page) return Problems.Of(StatementPage.Invalid);
        var (begin, end) = (from ?? DateTimeOffset.UnixEpoch, StatementPage.EndOf(to, page, clock));
        if (begin > end) return Problems.Of(PeriodInvalid);
        var events = await session.Events.FetchStreamAsync(AccountIds.BonusCardId(user.CustomerId()), token: cancellation);
        if (PointsStatement.Of(events.Select(e => (e.Id, e.Version, (BonusCardEvent)e.Data)), begin, end) is not { } statement) return Problems.Of(NotFound);
        return PointsStatementPage.Of(statement, page) is { } shown ? Results.Ok(shown) : Problems.Of(StatementPage.Invalid);
    }

    private static async Task<IResult> CloseAsync(ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellation)
    {
        await bus.InvokeAsync(new CloseBonusCard(user.CustomerId()), cancellation);
        return Results.NoContent();
    }
}
