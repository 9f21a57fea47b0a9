using System.Security.Claims;
using Marketplace.Application.Customers;
using Marketplace.Application.Privacy;
using Marketplace.Application.Support;
using Marketplace.Application.Views;
using Marketplace.Domain.Customers;
using Marketplace.Host.Auth;
using Marketplace.Host.Http;
using Marten;
using Microsoft.AspNetCore.Mvc;
using Wolverine;

namespace Marketplace.Host.Support;

/// <summary>
/// All that support can do: four topics to read (S101), questions to answer (S102), and a recovery to begin (S49). Whatever is
/// not here does not exist for support; every other endpoint asks for another role.
/// </summary>
public static class SupportEndpoints
{
    private const string ReasonHeader = "X-Reason";

    /// <summary>Maps them.</summary>
    public static void MapSupport(this IEndpointRouteBuilder app)
    {
        var support = app.MapGroup("/api/support").WithTags("Support").RequireAuthorization(Policies.Role("support"));
        MapOrders(support.MapGroup("/orders/{id:guid}"));
        support.MapGet("/questions", QueueAsync).WithSummary("The questions that wait for an answer, newest first; nothing personal (S102)")
            .Produces<PageOf<WaitingQuestion>>().Refuses("request.cursor-invalid", "support.reason-required");
        support.MapGet("/questions/{id:guid}", OpenAsync).WithSummary("A question with its text; the look is recorded for the customer (S101)")
            .Produces<OpenedQuestion>().Refuses("support.question-unknown", "support.reason-required", "support.too-many-lookups");
        support.MapPost("/questions/{id:guid}/answer", AnswerAsync).WithSummary("Answer a question, once (S102)")
            .Produces<QuestionAnswered>().Refuses("support.question-unknown", "support.already-answered", "support.text-invalid", "concurrency.conflict");
        support.MapPost("/recoveries", RecoverAsync).WithSummary("Begin a recovery for a lost phone: a code goes to the verified e-mail (S49, S50)")
            .Produces<RecoveryBegun>(StatusCodes.Status202Accepted)
            .Refuses(
                "auth.phone-invalid", "customer.not-found", "customer.no-verified-email", "customer.recovery-open", "support.reason-required",
                "support.too-many-lookups", "auth.resend-too-soon", "auth.too-many-codes", "auth.codes-paused", "auth.codes-closed", "concurrency.conflict");
    }

    private static void MapOrders(RouteGroupBuilder order)
    {
        string[] refusals = ["order.not-found", "support.reason-required", "support.too-many-lookups", "concurrency.conflict"];
        order.MapGet("/", OrderAsync).WithSummary("What became of an order; the look is recorded for the customer (S101)")
            .Produces<SupportOrderResponse>().Refuses(refusals);
        order.MapGet("/delivery", DeliveryAsync).WithSummary("Where an order is, without a home address (S101)")
            .Produces<SupportDeliveryResponse>().Refuses(refusals);
        order.MapGet("/payment", PaymentAsync).WithSummary("How an order is paid, without card data or a balance (S101)")
            .Produces<SupportPaymentResponse>().Refuses(refusals);
    }

    private static async Task<SupportOrderResponse> OrderAsync(
        Guid id, [FromHeader(Name = ReasonHeader)] string? reason, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellation) =>
        SupportOrderResponse.Of(await LookAsync(id, SupportTopic.OrderStatus, reason, user, bus, cancellation));

    private static async Task<SupportDeliveryResponse> DeliveryAsync(
        Guid id, [FromHeader(Name = ReasonHeader)] string? reason, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellation) =>
        SupportDeliveryResponse.Of(await LookAsync(id, SupportTopic.Delivery, reason, user, bus, cancellation));

    private static async Task<SupportPaymentResponse> PaymentAsync(
        Guid id, [FromHeader(Name = ReasonHeader)] string? reason, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellation) =>
        SupportPaymentResponse.Of(await LookAsync(id, SupportTopic.Payment, reason, user, bus, cancellation));

    private static Task<SeenOrder> LookAsync(
        Guid orderId, SupportTopic topic, string? reason, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellation) =>
        bus.InvokeAsync<SeenOrder>(new LookAtOrder(orderId, topic, user.StaffId(), Told(reason)), cancellation);

    // Nobody's words are here, so nobody is told; the reason is asked for all the same, so that it is for every reading of support.
    private static async Task<IResult> QueueAsync(
        [FromHeader(Name = ReasonHeader)] string? reason,
        SupportLookups lookups,
        IQuerySession session,
        int? limit,
        string? cursor,
        CancellationToken cancellation)
    {
        lookups.ReasonOf(Told(reason), ReasonHeader);
        if (Page.From(limit, cursor) is not { } page) return Problems.Of(Page.Invalid);
        var query = session.Query<SupportQuestionView>().Where(q => q.Open);
        if (page.After is { } after) query = query.Where(q => q.AskedAt < after.At || (q.AskedAt == after.At && q.QuestionId.CompareTo(after.Id) < 0));
        var found = await query.OrderByDescending(q => q.AskedAt).ThenByDescending(q => q.QuestionId).Take(page.Limit + 1).ToListAsync(cancellation);
        return Results.Ok(page.Of([.. found.Select(WaitingQuestion.Of)], q => new Position(q.AskedAt, q.QuestionId)));
    }

    private static async Task<OpenedQuestion> OpenAsync(
        Guid id, [FromHeader(Name = ReasonHeader)] string? reason, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellation) =>
        OpenedQuestion.Of(await bus.InvokeAsync<SeenQuestion>(new LookAtQuestion(id, user.StaffId(), Told(reason)), cancellation));

    private static Task<QuestionAnswered> AnswerAsync(Guid id, AnswerBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellation) =>
        bus.InvokeAsync<QuestionAnswered>(new AnswerQuestion(id, user.StaffId(), body.Text), cancellation);

    private static async Task<IResult> RecoverAsync(RecoveryStartBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellation)
    {
        var begun = await bus.InvokeAsync<RecoveryBegun>(new StartRecovery(user.StaffId(), body.Phone, body.Reason), cancellation);
        return Results.Json(begun, statusCode: StatusCodes.Status202Accepted);
    }

    // Browsers send no Cyrillic in a header; percent-encoded UTF-8 is read as the words that it spells.
    private static Secret Told(string? reason) => new(Uri.UnescapeDataString(reason ?? ""));
}
