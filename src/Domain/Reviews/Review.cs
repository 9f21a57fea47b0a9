using Marketplace.Domain.Values;

namespace Marketplace.Domain.Reviews;

/// <summary>What decisions about a review need.</summary>
/// <param name="Id">The review.</param>
/// <param name="OrderId">The order.</param>
/// <param name="CustomerId">Whose it is.</param>
/// <param name="Rating">What it says now, 1 to 5.</param>
/// <param name="Text">And in words.</param>
public sealed record Review(Guid Id, Guid OrderId, Guid CustomerId, int Rating, Pii<string>? Text)
{
    /// <summary>The version of the stream that this state is the fold of.</summary>
    public long Version { get; init; }

    /// <summary>The one review of an order.</summary>
    public static Guid IdOf(Guid orderId) => DeterministicId.Of(orderId, "review");

    /// <summary>The state after one more event; an event that fits nothing changes nothing.</summary>
    public static Review? Evolve(Review? review, ReviewEvent happened) => (review, happened) switch
    {
        (null, ReviewLeft e) => new Review(e.ReviewId, e.OrderId, e.CustomerId, e.Rating, e.Text),
        ({ } r, ReviewEdited e) => r with { Rating = e.Rating, Text = e.Text },
        _ => review,
    };
}
