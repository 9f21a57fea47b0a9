using Marketplace.Domain.Wallets;
using Marten;
using Marten.Events;

namespace Marketplace.Application.Wallets;

/// <summary>Looks top-ups up that a wallet has forgotten.</summary>
internal static class TopUpHistory
{
    /// <summary>
    /// The wallet with this top-up in mind, however long ago it ended. The state remembers a few; the stream is the truth and
    /// is read under the wallet's lock, so that money of an old top-up is neither credited twice nor lost.
    /// </summary>
    public static async Task<Wallet> RecallAsync(this IQuerySession session, Wallet wallet, Guid topUpId, CancellationToken cancellation)
    {
        if (wallet.Knows(topUpId) || !wallet.ForgetsTopUps) return wallet;
        var history = await session.Events.QueryAllRawEvents()
            .Where(e => e.StreamId == wallet.Id && e.EventTypesAre(typeof(TopUpRequested), typeof(WalletCredited)))
            .OrderBy(e => e.Version)
            .ToListAsync(cancellation);
        return wallet.Recalling(topUpId, [.. history.Select(e => (WalletEvent)e.Data)]);
    }
}
