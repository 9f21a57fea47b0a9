using System.Runtime.CompilerServices;
using Marketplace.Application.Privacy;
using Marketplace.Application.Views;
using Marketplace.Domain;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Ledger;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Wallets;
using Marten;
using Marten.Events;

namespace Marketplace.Application.Audit.WhatIf;

/// <summary>One account, replayed.</summary>
/// <param name="CustomerId">Whose.</param>
/// <param name="Account">What came of it.</param>
/// <param name="Position">Where it stands among all: the number that the store gave to the opening of its wallet.</param>
public sealed record ReplayedCustomer(Guid CustomerId, ReplayedAccount Account, long Position);

/// <summary>Replays accounts under other numbers (U6). It reads the store and writes nothing to it.</summary>
public sealed class WhatIfReplay(IDocumentStore store, IDataKeys keys, BonusCardPolicy cards, OrderPolicy orders, WalletPolicy wallets, TimeProvider clock)
{
    // The keys of so many are loaded at once, and one account after the other is replayed: they must not be old by then.
    private const int AtATime = 50;

    /// <summary>Replays one account or all of them, each as it was at one moment, one at a time in memory.</summary>
    /// <param name="change">The numbers that are to be others.</param>
    /// <param name="customerId">Whose account; null for everybody's. Of an unknown one there is none.</param>
    /// <param name="after">Goes on behind the account that stands there; 0 begins with the oldest.</param>
    /// <param name="cancellation">Gives up.</param>
    public async IAsyncEnumerable<ReplayedCustomer> RunAsync(PolicyChange change, Guid? customerId, long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var policies = change.Of(cards, orders, wallets);
        await foreach (var (id, at) in CustomersAsync(customerId, after, cancellation))
            yield return new ReplayedCustomer(id, await ReplayAsync(id, policies, cancellation), at);
    }

    private async IAsyncEnumerable<(Guid Id, long Position)> CustomersAsync(Guid? only, long last, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            await using var session = store.ReadAtLength();
            var after = last;
            var opened = session.Events.QueryAllRawEvents().Where(e => e.EventTypesAre(typeof(WalletOpened)) && e.Sequence > after);
            if (only is { } id) opened = opened.Where(e => e.StreamId == AccountIds.WalletId(id));
            var page = await opened.OrderBy(e => e.Sequence).Take(AtATime).ToListAsync(cancellation);
            await keys.PreloadAsync([.. page.Select(e => ((WalletOpened)e.Data).CustomerId)], cancellation);
            foreach (var each in page) yield return (((WalletOpened)each.Data).CustomerId, each.Sequence);
            if (page.Count < AtATime) yield break;
            last = page[^1].Sequence;
        }
    }

    private async Task<ReplayedAccount> ReplayAsync(Guid customerId, PoliciesUnderTest policies, CancellationToken cancellation)
    {
        // One snapshot: an order that is placed meanwhile is in both lists or in none.
        await using var session = await store.ReadOneMomentAsync(cancellation);
        var streams = await session.Query<OrderView>().Where(o => o.CustomerId == customerId).Select(o => o.OrderId).ToListAsync(cancellation);
        Guid[] mine = [AccountIds.WalletId(customerId), AccountIds.BonusCardId(customerId), .. streams];
        var (replay, now) = (new AccountReplay(policies), clock.GetUtcNow());
        var history = session.Events.QueryAllRawEvents().Where(e => mine.Contains(e.StreamId)).OrderBy(e => e.Sequence);
        await foreach (var stored in history.ToAsyncEnumerable(cancellation)) replay.Add(stored.StreamId, stored.Data);
        return replay.At(now);
    }
}
