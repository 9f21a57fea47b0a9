using System.Security.Claims;
using Marketplace.Application.Privacy;
using Marketplace.Application.Reviews;
using Marketplace.Application.Views;
using Marketplace.Domain.Reviews;
using Marketplace.Host.Auth;
using Marketplace.Host.Http;
using Marten;
using Wolverine;

namespace Marketplace.Host.Reviews;

/// <summary>How the shop did.</summary>
/// <param name="Rating">1 to 5.</param>
/// <param name="Text">In words, 1 to 2000 characters.</param>
public sealed record ReviewBody(int Rating, Secret? Text = null);

/// <summary>What a review said from a moment on.</summary>
public sealed record ReviewVersionResponse(int Rating, string? Text, DateTimeOffset At)
{
    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => nameof(ReviewVersionResponse);
}

/// <summary>A review as its customer sees it: what it says now, and all that it ever said, oldest first.</summary>
public sealed record ReviewResponse(Guid OrderId, int Rating, string? Text, DateTimeOffset LeftAt, DateTimeOffset? EditedAt, IReadOnlyList<ReviewVersionResponse> History)
{
    internal static ReviewResponse Of(ReviewView view)
    {
        var (first, last) = (view.Versions[0], view.Versions[^1]);
        return new ReviewResponse(
            view.OrderId, last.Rating, last.Text?.Value, first.At, view.Versions.Count > 1 ? last.At : null,
            [.. view.Versions.Select(v => new ReviewVersionResponse(v.Rating, v.Text?.Value, v.At))]);
    }

    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => nameof(ReviewResponse);
}

/// <summary>Reviews of the shop's work on an order (S77, D17).</summary>
public static class ReviewEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapReviews(this IEndpointRouteBuilder app)
    {
        var review = app.MapGroup("/api/orders/{id:guid}/review").WithTags("Orders").RequireAuthorization(Policies.Customer);
        review.MapPut("/", WriteAsync).WithSummary("Review a delivered order, or change what the review says (S77, D17)").Produces<ReviewResponse>()
            .Refuses("order.not-found", "order.not-delivered", "review.rating-invalid", "review.text-invalid", "concurrency.conflict");
        review.MapGet("/", GetAsync).WithSummary("My review of an order, with its history (D17)").Produces<ReviewResponse>().Refuses("review.not-found");
    }

    private static async Task<IResult> WriteAsync(Guid id, ReviewBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellation) =>
        Results.Ok(ReviewResponse.Of(await bus.InvokeAsync<ReviewView>(new WriteReview(user.CustomerId(), id, body.Rating, body.Text), cancellation)));

    private static async Task<IResult> GetAsync(Guid id, ClaimsPrincipal user, IQuerySession session, CancellationToken cancellation) =>
        await session.LoadAsync<ReviewView>(Review.IdOf(id), cancellation) is { } view && view.CustomerId == user.CustomerId()
            ? Results.Ok(ReviewResponse.Of(view))
            : Problems.Of(ReviewErrors.Unknown);
}
