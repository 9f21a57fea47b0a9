using Marketplace.Application.Privacy;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Ledger;
using Marketplace.Domain.Wallets;
using Marten;

namespace Marketplace.Application.Audit;

/// <summary>What a check of the whole store found.</summary>
/// <param name="Holds">Whether nothing is broken.</param>
/// <param name="Events">How many events were folded.</param>
/// <param name="Accounts">The sums of the ledger by kind of account, in kopecks.</param>
/// <param name="Violations">What is broken.</param>
public sealed record InvariantReport(bool Holds, long Events, IReadOnlyDictionary<string, long> Accounts, IReadOnlyList<Violation> Violations);

/// <summary>Folds every event of the store and compares what comes out with the stored balances (I1–I9, I15).</summary>
public static class Invariants
{
    private const int PageSize = 5_000;

    /// <summary>Checks the store as it was at one moment, while others go on writing.</summary>
    public static Task<InvariantReport> CheckAsync(IDocumentStore store, CancellationToken cancellation) => CheckAsync(store, null, null, cancellation);

    /// <summary>The same of many customers, for somebody who waits.</summary>
    /// <param name="store">The store.</param>
    /// <param name="keys">Loads the keys of each page at once; null to load each when it is needed.</param>
    /// <param name="progress">Hears after each page how many events have been folded.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<InvariantReport> CheckAsync(IDocumentStore store, IDataKeys? keys, Action<long>? progress, CancellationToken cancellation)
    {
        await using var session = await store.ReadOneMomentAsync(cancellation);
        var check = new InvariantCheck();
        var violations = new List<Violation>();
        var last = 0L;
        while (true)
        {
            var from = last;
            if (keys is not null) await keys.PreloadAsync(store, from, PageSize, null, cancellation);
            var page = await session.Events.QueryAllRawEvents()
                .Where(e => e.Sequence > from).OrderBy(e => e.Sequence).Take(PageSize).ToListAsync(cancellation);
            foreach (var happened in page.Where(AuditTrail.IsHistory)) check.Add(happened.StreamId, happened.Version, happened.Data);
            progress?.Invoke(check.Events);
            if (page.Count < PageSize) break;
            last = page[^1].Sequence;
        }

        violations.AddRange(check.Finish());
        var json = store.Options.Serializer();
        await foreach (var stored in session.Query<Wallet>().ToAsyncEnumerable(cancellation))
        {
            if (json.ToJson(check.Wallets.GetValueOrDefault(stored.Id)) != json.ToJson(stored with { Version = 0 })) violations.Add(Differs(stored.Id, stored.Version));
        }

        await foreach (var stored in session.Query<BonusCard>().ToAsyncEnumerable(cancellation))
        {
            if (json.ToJson(check.BonusCards.GetValueOrDefault(stored.Id)) != json.ToJson(stored with { Version = 0 })) violations.Add(Differs(stored.Id, stored.Version));
        }

        return new InvariantReport(violations.Count == 0, check.Events, SumsByKind(check.Balances), violations);
    }

    private static Violation Differs(Guid id, long version) => new("I3", id, version, "the stored balance differs from the fold of its stream");

    private static Dictionary<string, long> SumsByKind(IReadOnlyDictionary<string, long> balances) =>
        balances.GroupBy(b => b.Key.Split(':')[0]).OrderBy(g => g.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(b => b.Value));
}
