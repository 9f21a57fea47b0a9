using Marketplace.Application.Privacy;
using Marketplace.Application.Views;
using Marketplace.Domain;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Reviews;
using Marten;

namespace Marketplace.Application.Reviews;

/// <summary>A customer says how the shop did with a delivered order, or says otherwise now (S77, D17).</summary>
public sealed record WriteReview(Guid CustomerId, Guid OrderId, int Rating, Secret? Text);

/// <summary>Handles <see cref="WriteReview"/>.</summary>
public static class WriteReviewHandler
{
    private static readonly ReviewPolicy Policy = new();

    /// <summary>Writes it down; the same again changes nothing.</summary>
    public static async Task<ReviewView> Handle(WriteReview command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        var text = command.Text?.Reveal().Trim();
        if (ReviewDecisions.Refuse(command.Rating, text, Policy) is { } refused) throw new RefusedException(refused);
        var order = await session.LoadAsync<OrderView>(command.OrderId, cancellation);
        if (order?.CustomerId != command.CustomerId) throw new RefusedException(OrderErrors.Unknown);
        var stream = await session.Events.FetchForWriting<Review>(Review.IdOf(command.OrderId), cancellation);
        var kept = text is null ? null : new Pii<string>(command.CustomerId, "review", text);
        var unchanged = stream.Aggregate is { } review && review.Rating == command.Rating && review.Text?.Value == text;
        var written = new NewReview(command.OrderId, command.CustomerId, command.Rating, kept);
        var decision = ReviewDecisions.Write(stream.Aggregate, written, IsDelivered(order.Status), unchanged, clock.GetUtcNow());
        stream.Append(decision);
        var view = await session.LoadAsync<ReviewView>(Review.IdOf(command.OrderId), cancellation);
        return decision.Events.Aggregate(view, ReviewView.Fold)!;
    }

    // Goods that came back had been delivered, and the shop's work can be judged all the better.
    private static bool IsDelivered(OrderStatus status) => status is OrderStatus.Delivered or OrderStatus.PartlyReturned or OrderStatus.Returned;
}
