using System.Security.Claims;
using Marketplace.Application.Privacy;
using Marketplace.Application.Views;
using Marketplace.Application.Wallets;
using Marketplace.Domain;
using Marketplace.Domain.Wallets;
using Marketplace.Host.Auth;
using Marketplace.Host.Http;
using Marten;
using Wolverine;

namespace Marketplace.Host.Wallets;

/// <summary>Money from a card, named by the acquirer's token.</summary>
public sealed record TopUpBody(Amount Amount, Secret CardToken);

/// <summary>The bank account that a payout goes to.</summary>
public sealed record RequisitesBody(string Bic, string Account, string Recipient)
{
    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => nameof(RequisitesBody);
}

/// <summary>A payout.</summary>
public sealed record WithdrawalBody(Amount Amount, RequisitesBody Requisites);

/// <summary>The code from the phone.</summary>
public sealed record CodeBody(Secret Code);

/// <summary>Money that is set aside.</summary>
public sealed record HoldResponse(Guid HoldId, long Amount, HoldPurpose Purpose, Guid PurposeId);

/// <summary>
/// A wallet, in kopecks. <c>Balance</c> = <c>Available</c> + all holds. <c>Owed</c> is what the bank paid although it had refused to,
/// and the wallet could not cover; the next money settles it first.
/// </summary>
public sealed record WalletResponse(Guid WalletId, string Currency, long Balance, long Available, long Owed, IReadOnlyList<HoldResponse> Holds, long Version)
{
    internal static WalletResponse Of(Wallet wallet) => new(
        wallet.Id, "RUB", wallet.Balance.Kopecks, wallet.Available.Kopecks, wallet.Owed.Kopecks,
        [.. wallet.Holds.Select(h => new HoldResponse(h.HoldId, h.Amount.Kopecks, h.Purpose, h.PurposeId))], wallet.Version);
}

/// <summary>The customer's wallet.</summary>
public static class WalletEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapWallets(this IEndpointRouteBuilder app)
    {
        var wallet = app.MapGroup("/api/wallet").WithTags("Wallet").RequireAuthorization(Policies.Customer);
        wallet.MapGet("/", GetAsync).WithSummary("What the wallet holds and what of it can be spent, now or as it was recorded at a moment (asOf)").Produces<WalletResponse>().Refuses("wallet.not-found", "request.as-of-invalid");
        wallet.MapGet("/statement", StatementAsync).WithSummary("The entries of a period, page by page, oldest first: opening + all entries = closing (S93)")
            .Produces<WalletStatementPage>().Refuses("wallet.period-invalid", "wallet.clock-invalid", "request.cursor-invalid");
        wallet.MapGet("/explanation", ExplanationAsync).WithSummary("Why the balance is what it is, or was at a moment (asOf), down to events, and where each kopeck came from").Produces<WalletExplanation>().Refuses("wallet.not-found", "request.as-of-invalid");
        wallet.MapPost("/top-ups", TopUp).WithSummary("Take money from a card (S84)")
            .Produces<TopUpAnswer>(StatusCodes.Status201Created).Produces<TopUpAnswer>(StatusCodes.Status202Accepted)
            .Refuses("wallet.amount-out-of-range", "wallet.top-up-declined", "payment.card-number-sent");
        wallet.MapPost("/withdrawals", Withdraw).WithSummary("Ask for a payout; a code is sent to the phone (S88, S89)")
            .Produces<WithdrawalAnswer>(StatusCodes.Status202Accepted)
            .Refuses("wallet.requisites-invalid", "wallet.amount-out-of-range", "wallet.insufficient-funds", "wallet.withdrawal-open", "wallet.withdrawal-limit", "wallet.calendar-ends", "auth.too-many-codes",
                "customer.account-restricted", "customer.contact-change-pending", "customer.cooling-off");
        wallet.MapPost("/withdrawals/{id:guid}/confirmation", Confirm).WithSummary("Enter the code: the money goes to the bank (S90)")
            .Produces<ConfirmedAnswer>().Refuses("wallet.calendar-ends", "wallet.withdrawal-unknown", "wallet.withdrawal-expired", "wallet.withdrawal-under-way", "wallet.debt-open", "auth.code-invalid", "auth.code-expired", "auth.attempts-exhausted",
                "customer.contact-change-pending", "customer.cooling-off");
        wallet.MapDelete("/withdrawals/{id:guid}", CancelAsync).WithSummary("Take an unconfirmed payout back").Produces(StatusCodes.Status204NoContent)
            .Refuses("wallet.withdrawal-unknown", "wallet.withdrawal-under-way");
        wallet.MapGet("/withdrawals/{id:guid}", WithdrawalAsync).WithSummary("How a payout stands and when it is expected (S91, S92)").Produces<WithdrawalView>().Refuses("wallet.withdrawal-unknown");
        wallet.MapGet("/withdrawals", WithdrawalsAsync).WithSummary("All payouts, newest first").Produces<PageOf<WithdrawalView>>().Refuses("request.cursor-invalid");
    }

    private static async Task<IResult> GetAsync(ClaimsPrincipal user, AsOf? asOf, IQuerySession session, TimeProvider clock, CancellationToken cancellation) =>
        await session.StateAsync<Wallet>(AccountIds.WalletId(user.CustomerId()), asOf.NotAfter(clock), cancellation) is { } wallet
            ? Results.Ok(WalletResponse.Of(wallet))
            : Problems.Of(WalletErrors.Unknown);

    private static async Task<IResult> StatementAsync(
        ClaimsPrincipal user, IQuerySession session, TimeProvider time, CancellationToken cancellation,
        DateTimeOffset? from = null, DateTimeOffset? to = null, string? clock = null, int? limit = null, string? cursor = null)
    {
        if (StatementPage.From(limit, cursor) is not { } page) return Problems.Of(StatementPage.Invalid);
        var (begin, end) = (from ?? DateTimeOffset.UnixEpoch, StatementPage.EndOf(to, page, time));
        if (begin > end) return Problems.Of(PeriodInvalid);
        if (ClockOf(clock) is not { } by) return Problems.Of(ClockInvalid);
        var statement = WalletStatement.Of(await session.OfWalletAsync(AccountIds.WalletId(user.CustomerId()), cancellation), begin, end, by);
        return WalletStatementPage.Of(statement, page) is { } shown ? Results.Ok(shown) : Problems.Of(StatementPage.Invalid);
    }

    private static StatementClock? ClockOf(string? word) => word switch
    {
        null or "effective" => StatementClock.Effective,
        "recorded" => StatementClock.Recorded,
        _ => null,
    };

    private static async Task<IResult> ExplanationAsync(ClaimsPrincipal user, AsOf? asOf, IQuerySession session, TimeProvider clock, CancellationToken cancellation)
    {
        var history = await session.OfWalletAsync(AccountIds.WalletId(user.CustomerId()), cancellation, asOf.NotAfter(clock));
        var givenBack = await session.GivenBackAsync(history, cancellation);
        return WalletExplanation.Of(history, givenBack) is { } explanation ? Results.Ok(explanation) : Problems.Of(WalletErrors.Unknown);
    }

    private static Task<IResult> TopUp(TopUpBody body, ClaimsPrincipal user, Once once) => once.RunAsync(
        user.CustomerId(),
        key => new TopUpWallet(user.CustomerId(), key.NewId(), body.Amount.Kopecks, body.CardToken, key),
        (TopUpAnswer answer) => answer.Status switch
        {
            TopUpStatus.Succeeded => Results.Created("/api/wallet", answer),
            TopUpStatus.Declined => Problems.Of(WalletErrors.TopUpDeclined(answer.Reason ?? "declined")),
            _ => Results.Accepted("/api/wallet", answer),
        });

    private static Task<IResult> Withdraw(WithdrawalBody body, ClaimsPrincipal user, Once once) => once.RunAsync(
        user.CustomerId(),
        key => new RequestWithdrawal(
            user.CustomerId(), key.NewId(), body.Amount.Kopecks,
            // A name typed with combining marks is the same name.
            new PayoutDestination(body.Requisites.Bic, body.Requisites.Account, body.Requisites.Recipient.Normalize()), key),
        (WithdrawalAnswer answer) => Results.Accepted($"/api/wallet/withdrawals/{answer.WithdrawalId}", answer));

    private static Task<IResult> Confirm(Guid id, CodeBody body, ClaimsPrincipal user, Once once) => once.RunAsync(
        user.CustomerId(), key => new ConfirmWithdrawal(user.CustomerId(), id, body.Code, key), (ConfirmedAnswer answer) => Results.Ok(answer));

    private static async Task<IResult> CancelAsync(Guid id, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellation)
    {
        await bus.InvokeAsync(new CancelWithdrawal(user.CustomerId(), id), cancellation);
        return Results.NoContent();
    }

    private static async Task<IResult> WithdrawalAsync(Guid id, ClaimsPrincipal user, IQuerySession session, CancellationToken cancellation) =>
        (await ViewsAsync(user, session, cancellation)).FirstOrDefault(v => v.WithdrawalId == id) is { } view
            ? Results.Ok(view)
            : Problems.Of(WalletErrors.WithdrawalUnknown);

    private static async Task<IResult> WithdrawalsAsync(ClaimsPrincipal user, IQuerySession session, int? limit, string? cursor, CancellationToken cancellation)
    {
        if (Page.From(limit, cursor) is not { } page) return Problems.Of(Page.Invalid);
        var views = await ViewsAsync(user, session, cancellation);
        var found = views.SkipWhile(v => page.After is { } after && v.WithdrawalId != after.Id).Skip(page.After is null ? 0 : 1).Take(page.Limit + 1).ToList();
        return Results.Ok(page.Of(found, v => new Position(v.RequestedAt, v.WithdrawalId)));
    }

    private static async Task<IReadOnlyList<WithdrawalView>> ViewsAsync(ClaimsPrincipal user, IQuerySession session, CancellationToken cancellation)
    {
        var events = await session.Events.FetchStreamAsync(AccountIds.WalletId(user.CustomerId()), token: cancellation);
        return WithdrawalView.Of(events.Select(e => (WalletEvent)e.Data));
    }

    private static readonly Rejection ClockInvalid = new(
        "wallet.clock-invalid", RejectionKind.Invalid, "The clock is «recorded» or «effective».", "Часы: «recorded» или «effective».")
    { Field = "clock" };

    private static readonly Rejection PeriodInvalid = new(
        "wallet.period-invalid", RejectionKind.Invalid, "The period ends before it begins.", "Период заканчивается раньше, чем начинается.")
    { Field = "from" };
}
