using Marketplace.Domain.Payments;
using Marten;
using Marten.Events;

namespace Marketplace.Application.Payments;

/// <summary>Finds out when something took effect that a provider tells of.</summary>
internal static class ProviderTimes
{
    /// <summary>The time that the provider tells, kept between the event by which it was asked and now (<see cref="EffectiveTime"/>).</summary>
    /// <typeparam name="TAsked">The event of the same stream that made us ask.</typeparam>
    /// <param name="session">Reads the stream below the caller's lock, and only when there is a time to compare.</param>
    /// <param name="streamId">The stream.</param>
    /// <param name="told">What the provider says; null when it said nothing of it.</param>
    /// <param name="isIt">Whether an event is the one.</param>
    /// <param name="askedAt">Its time.</param>
    /// <param name="now">When we were told.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<DateTimeOffset> TookEffectAsync<TAsked>(
        this IQuerySession session,
        Guid streamId,
        DateTimeOffset? told,
        Func<TAsked, bool> isIt,
        Func<TAsked, DateTimeOffset> askedAt,
        DateTimeOffset now,
        CancellationToken cancellation)
    {
        if (told is null || told >= now) return now;
        var asked = await session.Events.QueryAllRawEvents()
            .Where(e => e.StreamId == streamId && e.EventTypesAre(typeof(TAsked)))
            .ToListAsync(cancellation);
        return asked.Select(e => e.Data).OfType<TAsked>().LastOrDefault(isIt) is { } found ? EffectiveTime.Of(told, askedAt(found), now) : now;
    }
}
