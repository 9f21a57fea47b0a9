using Marketplace.Domain.Orders;
using Marketplace.Domain.Wallets;
using Marten;
using Marten.Events;

namespace Marketplace.Application.Views;

/// <summary>An event of a wallet with what the store knows of it.</summary>
/// <param name="EventId">Its identity.</param>
/// <param name="Version">Its place in its stream, from 1.</param>
/// <param name="RecordedAt">When it was recorded; when it took effect is in the event.</param>
/// <param name="Happened">The event.</param>
public sealed record RecordedWalletEvent(Guid EventId, long Version, DateTimeOffset RecordedAt, WalletEvent Happened);

/// <summary>Reads a wallet's past.</summary>
public static class WalletHistory
{
    /// <summary>Its events with what the store knows of them, oldest first: all, or those recorded until a moment.</summary>
    public static async Task<IReadOnlyList<RecordedWalletEvent>> OfWalletAsync(
        this IQuerySession session, Guid walletId, CancellationToken cancellation, DateTimeOffset? asOf = null) =>
        [.. (await session.Events.FetchStreamAsync(walletId, timestamp: asOf, token: cancellation)).Select(e => new RecordedWalletEvent(e.Id, e.Version, e.Timestamp, (WalletEvent)e.Data))];

    /// <summary>How much of each credit for an order the wallet itself had paid, as the orders' own events tell.</summary>
    public static async Task<IReadOnlyDictionary<Guid, long>> GivenBackAsync(
        this IQuerySession session, IEnumerable<RecordedWalletEvent> history, CancellationToken cancellation)
    {
        var orders = history.Select(h => h.Happened).OfType<WalletCredited>().Select(e => e.OrderId).OfType<Guid>().Distinct().ToList();
        if (orders.Count == 0) return new Dictionary<Guid, long>();
        var events = await session.Events.QueryAllRawEvents()
            .Where(e => e.StreamId.IsOneOf(orders) && e.EventTypesAre(typeof(OrderCancelled), typeof(OrderLineRemoved), typeof(ReturnRefunded), typeof(InstalmentsRefunded)))
            .ToListAsync(cancellation);
        return events.Select(e => GivenBackToWallet.Of((OrderEvent)e.Data)).OfType<(Guid EntryId, long Amount)>()
            .GroupBy(g => g.EntryId).ToDictionary(g => g.Key, g => g.Sum(x => x.Amount));
    }
}
