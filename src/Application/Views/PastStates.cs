using System.Runtime.CompilerServices;
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

    /// <summary>The orders of a customer as they were at a moment, the newest first; they are read as far as they are asked for.</summary>
    public static async IAsyncEnumerable<OrderView> OrdersAtAsync(
        this IQuerySession session, Guid customerId, DateTimeOffset at, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var placed = session.Query<OrderView>().Where(o => o.CustomerId == customerId && o.PlacedAt <= at).OrderByDescending(o => o.PlacedAt).ThenByDescending(o => o.OrderId);
        for (var from = 0; ; from += AtATime)
        {
            var page = await placed.Skip(from).Take(AtATime).ToListAsync(cancellation);
            foreach (var order in await session.AsTheyWereAsync(page, at, cancellation)) yield return order;
            if (page.Count < AtATime) yield break;
        }
    }
}
