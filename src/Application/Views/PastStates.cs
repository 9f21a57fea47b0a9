using Marketplace.Domain.Orders;
using Marten;

namespace Marketplace.Application.Views;

/// <summary>
/// States and views as they were (U1): the fold of the events that had been recorded by then. When something took effect is in
/// the events and may be earlier; what was not recorded yet could not have been shown.
/// </summary>
public static class PastStates
{
    private const int AtATime = 50;

    /// <summary>The state of a stream at a moment, or of now when there is none; null when there was no such stream.</summary>
    public static Task<TState?> StateAsync<TState>(this IQuerySession session, Guid id, DateTimeOffset? asOf, CancellationToken cancellation)
        where TState : class => asOf is { } at
            ? session.Events.AggregateStreamAsync<TState>(id, timestamp: at, token: cancellation)
            : session.LoadAsync<TState>(id, cancellation);

    /// <summary>Orders as they were, in the order given; those that were not there yet are left out.</summary>
    public static async Task<IReadOnlyList<OrderView>> AsTheyWereAsync(
        this IQuerySession session, IEnumerable<OrderView> orders, DateTimeOffset asOf, CancellationToken cancellation)
    {
        var batch = session.CreateBatchQuery();
        var histories = orders.Select(o => batch.Events.FetchStream(o.OrderId, timestamp: asOf)).ToList();
        await batch.Execute(cancellation);
        List<OrderView> views = [];
        foreach (var history in histories)
        {
            var events = await history;
            var view = events.Select(e => (OrderEvent)e.Data).Aggregate((OrderView?)null, OrderView.Fold);
            if (view is not null) views.Add(view with { Version = events[^1].Version });
        }

        return views;
    }

    /// <summary>The newest orders that were such at a moment.</summary>
    public static async Task<IReadOnlyList<OrderView>> OrdersAtAsync(
        this IQuerySession session, Guid customerId, Func<OrderView, bool> such, int most, DateTimeOffset at, CancellationToken cancellation)
    {
        // Whatever is otherwise by now may have been such then; so all are looked at, the newest first, until there are enough.
        var placed = session.Query<OrderView>().Where(o => o.CustomerId == customerId && o.PlacedAt <= at).OrderByDescending(o => o.PlacedAt).ThenByDescending(o => o.OrderId);
        List<OrderView> found = [];
        for (var from = 0; found.Count < most; from += AtATime)
        {
            var page = await placed.Skip(from).Take(AtATime).ToListAsync(cancellation);
            found.AddRange((await session.AsTheyWereAsync(page, at, cancellation)).Where(such));
            if (page.Count < AtATime) break;
        }

        return [.. found.Take(most)];
    }
}
