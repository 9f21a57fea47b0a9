using System.Collections.Immutable;
using Marketplace.Domain;
using Marketplace.Domain.Reviews;

namespace Marketplace.Application.Views;

/// <summary>What a review said from a moment on.</summary>
public sealed record ReviewVersion(int Rating, Pii<string>? Text, DateTimeOffset At);

/// <summary>The review of an order with all that it ever said, oldest first (S77, D17).</summary>
public sealed record ReviewView(Guid Id, Guid OrderId, Guid CustomerId, ImmutableList<ReviewVersion> Versions)
{
    /// <summary>The view after one more event. (Not named Evolve: the store's source generator claims that name in this assembly.)</summary>
    public static ReviewView? Fold(ReviewView? view, ReviewEvent happened) => (view, happened) switch
    {
        (null, ReviewLeft e) => new ReviewView(e.ReviewId, e.OrderId, e.CustomerId, [new ReviewVersion(e.Rating, e.Text, e.LeftAt)]),
        ({ } v, ReviewEdited e) => v with { Versions = v.Versions.Add(new ReviewVersion(e.Rating, e.Text, e.EditedAt)) },
        _ => view,
    };
}
