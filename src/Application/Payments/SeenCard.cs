using Marketplace.Application.Ports;
using Marten;

namespace Marketplace.Application.Payments;

/// <summary>
/// A card that somebody has paid with, as a keyed hash. It is a look-up beside the history and never a part of it, so that an erasure
/// removes it; it says whether two accounts pay with one card (P12) and nothing else.
/// </summary>
/// <param name="Id">The hash and the customer.</param>
/// <param name="Hash">The card's <see cref="CardAnswer.CardKey"/>.</param>
/// <param name="CustomerId">Who paid: a customer, or the guest of an order.</param>
/// <param name="FirstAt">When the card was first seen with them.</param>
public sealed record SeenCard(string Id, string Hash, Guid CustomerId, DateTimeOffset FirstAt)
{
    /// <summary>That card with that customer.</summary>
    public static SeenCard Of(string hash, Guid customerId, DateTimeOffset at) => new(IdOf(hash, customerId), hash, customerId, at);

    /// <summary>Its id.</summary>
    public static string IdOf(string hash, Guid customerId) => $"{hash}:{customerId}";
}

/// <summary>Remembers which cards were seen with whom.</summary>
internal static class SeenCards
{
    /// <summary>Remembers the card of a payment that was just recorded as approved, in its transaction; one without a key is not known.</summary>
    public static async Task SeeCardAsync(this IDocumentSession session, CardAnswer answer, Guid customerId, DateTimeOffset now, CancellationToken cancellation)
    {
        if (answer.CardKey is not { } hash || await session.LoadAsync<SeenCard>(SeenCard.IdOf(hash, customerId), cancellation) is not null) return;
        session.Store(SeenCard.Of(hash, customerId, now));
    }

    /// <summary>Gives what was seen with a guest to the account that takes the order over.</summary>
    public static async Task MoveCardsAsync(this IDocumentSession session, Guid guestId, Guid customerId, CancellationToken cancellation)
    {
        foreach (var seen in await session.Query<SeenCard>().Where(c => c.CustomerId == guestId).ToListAsync(cancellation))
        {
            session.Delete(seen);
            session.Store(SeenCard.Of(seen.Hash, customerId, seen.FirstAt));
        }
    }
}
