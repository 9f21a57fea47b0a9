using Marketplace.Domain.Orders;

namespace Marketplace.Domain.Reviews;

/// <summary>The numbers of reviews.</summary>
public sealed record ReviewPolicy
{
    /// <summary>The best rating; the worst is 1.</summary>
    public int Best { get; init; } = 5;

    /// <summary>How many characters a review may have.</summary>
    public int LongestText { get; init; } = 2000;
}

/// <summary>A review as its customer writes it.</summary>
public sealed record NewReview(Guid OrderId, Guid CustomerId, int Rating, Pii<string>? Text);

/// <summary>How reviews are left and edited (S77, D17).</summary>
public static class ReviewDecisions
{
    /// <summary>Leaves the one review of an order, or says something else in it.</summary>
    /// <param name="review">The review, if there is one.</param>
    /// <param name="written">What is said now.</param>
    /// <param name="delivered">Whether the customer has had the goods; those that went back since were delivered too.</param>
    /// <param name="unchanged">Whether exactly that is said already; then nothing happens.</param>
    /// <param name="now">The time.</param>
    public static Decision<ReviewEvent> Write(Review? review, NewReview written, bool delivered, bool unchanged, DateTimeOffset now)
    {
        if (!delivered) return OrderErrors.NotDelivered;
        if (review is null) return new ReviewLeft(Review.IdOf(written.OrderId), written.OrderId, written.CustomerId, written.Rating, written.Text, now);
        return unchanged ? Decision<ReviewEvent>.Nothing : new ReviewEdited(review.Id, written.Rating, written.Text, now);
    }

    /// <summary>Whether a rating and a text can be kept.</summary>
    public static Rejection? Refuse(int rating, string? text, ReviewPolicy policy)
    {
        if (rating < 1 || rating > policy.Best) return ReviewErrors.RatingInvalid;
        return text is null || (text.Length >= 1 && text.Length <= policy.LongestText) ? null : ReviewErrors.TextInvalid(policy.LongestText);
    }
}
