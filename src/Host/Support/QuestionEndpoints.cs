using System.Security.Claims;
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

/// <summary>A question to support.</summary>
/// <param name="Topic">What about: <c>delivery</c>, <c>payment</c>, <c>site</c> or <c>order-status</c>.</param>
/// <param name="Text">1 to 2000 characters.</param>
/// <param name="OrderId">One of the customer's own orders, when it is about one.</param>
public sealed record QuestionBody(SupportTopic Topic, Secret Text, Guid? OrderId = null);

/// <summary>A question as its customer sees it.</summary>
public sealed record QuestionResponse(
    Guid QuestionId, SupportTopic Topic, Guid? OrderId, string? Text, DateTimeOffset AskedAt, string Status, string? Answer, DateTimeOffset? AnsweredAt)
{
    internal static QuestionResponse Of(SupportQuestionView question) => new(
        question.QuestionId, question.Topic, question.OrderId, question.Text.Value, question.AskedAt,
        question.Open ? "open" : "answered", question.Answer?.Value, question.AnsweredAt);

    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => nameof(QuestionResponse);
}

/// <summary>The customer's questions to support (S102).</summary>
public static class QuestionEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapSupportQuestions(this IEndpointRouteBuilder app)
    {
        var questions = app.MapGroup("/api/support-questions").WithTags("Support").RequireAuthorization(Policies.Customer);
        questions.MapPost("/", AskAsync).WithSummary("Ask support; with an Idempotency-Key a repeat asks nothing new (S102)")
            .Produces<QuestionTaken>(StatusCodes.Status201Created)
            .Refuses(
                "support.text-invalid", "support.too-many-open-questions", "order.not-found", "request.idempotency-key-invalid",
                "request.idempotency-key-reused", "request.answer-gone", "concurrency.conflict");
        questions.MapGet("/", ListAsync).WithSummary("My questions with their answers, newest first (S102)")
            .Produces<PageOf<QuestionResponse>>().Refuses("request.cursor-invalid");
    }

    // A question moves nothing, so the key is the client's choice, and what asks for it is fetched only then.
    private static async Task<IResult> AskAsync(
        QuestionBody body,
        [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey,
        ClaimsPrincipal user,
        HttpContext http,
        IMessageBus bus,
        TimeProvider clock)
    {
        var customerId = user.CustomerId();
        if (idempotencyKey is not null)
        {
            return await http.RequestServices.GetRequiredService<Once>().RunAsync(
                customerId, key => new AskSupport(customerId, key.NewId(), body.Topic, body.OrderId, body.Text, key), (QuestionTaken taken) => Taken(taken));
        }

        var command = new AskSupport(customerId, Guid.CreateVersion7(clock.GetUtcNow()), body.Topic, body.OrderId, body.Text, null);
        return Taken(await bus.InvokeAsync<QuestionTaken>(command, http.RequestAborted));
    }

    private static async Task<IResult> ListAsync(
        ClaimsPrincipal user, IQuerySession session, int? limit, string? cursor, CancellationToken cancellation)
    {
        if (Page.From(limit, cursor) is not { } page) return Problems.Of(Page.Invalid);
        var customerId = user.CustomerId();
        var query = session.Query<SupportQuestionView>().Where(q => q.CustomerId == customerId);
        if (page.After is { } after) query = query.Where(q => q.AskedAt < after.At || (q.AskedAt == after.At && q.QuestionId.CompareTo(after.Id) < 0));
        var found = await query.OrderByDescending(q => q.AskedAt).ThenByDescending(q => q.QuestionId).Take(page.Limit + 1).ToListAsync(cancellation);
        return Results.Ok(page.Of([.. found.Select(QuestionResponse.Of)], q => new Position(q.AskedAt, q.QuestionId)));
    }

    private static IResult Taken(QuestionTaken taken) => Results.Created("/api/support-questions", taken);
}
