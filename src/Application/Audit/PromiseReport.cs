using Marketplace.Domain.Promises;
using Marketplace.Domain.Values;
using Marten;
using Marten.Events;

namespace Marketplace.Application.Audit;

/// <summary>Which promises were kept, by what was recorded until a moment (U15).</summary>
/// <param name="At">That moment: now, or the end of the day that was asked for.</param>
/// <param name="Promises">Every kind of promise.</param>
public sealed record PromiseReport(DateTimeOffset At, IReadOnlyList<PromiseTally> Promises)
{
    /// <summary>Reads the events that make and end promises, oldest first, one at a time.</summary>
    /// <param name="session">The store.</param>
    /// <param name="on">A date in Moscow, all of which counts; null for now.</param>
    /// <param name="now">The time.</param>
    /// <param name="progress">Hears how many of them have been read; null for nobody.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<PromiseReport> OfAsync(IQuerySession session, DateOnly? on, DateTimeOffset now, Action<long>? progress, CancellationToken cancellation)
    {
        var end = on is { } day && MoscowTime.StartOfDay(day.AddDays(1)) is var over && over <= now ? over : now;
        var (clock, types) = (new PromiseClock(), PromiseClock.Events.ToArray());
        var events = session.Events.QueryAllRawEvents().Where(e => e.EventTypesAre(types) && e.Timestamp < end).OrderBy(e => e.Sequence);
        var read = 0L;
        await foreach (var stored in events.ToAsyncEnumerable(cancellation))
        {
            clock.Add(stored.Data);
            progress?.Invoke(++read);
        }

        return new PromiseReport(end, clock.At(end));
    }
}
