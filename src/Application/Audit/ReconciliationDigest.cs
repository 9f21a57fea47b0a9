using Marketplace.Application.Privacy;
using Marketplace.Domain.Ledger;
using Marketplace.Domain.Values;
using Marten;

namespace Marketplace.Application.Audit;

/// <summary>What providers moved on a day.</summary>
/// <param name="Count">How often.</param>
/// <param name="Amount">Kopecks.</param>
public sealed record MovedOnDay(long Count, long Amount);

/// <summary>The money of one Moscow day, by the time of recording.</summary>
/// <param name="Day">The date in Moscow.</param>
/// <param name="Events">All that was recorded.</param>
/// <param name="MoneyEvents">Of these, those that moved money or points.</param>
/// <param name="Accounts">What the day added to each kind of account of the ledger, in kopecks; together 0.</param>
/// <param name="Payouts">What the bank paid out.</param>
/// <param name="Captures">What the acquirer took from cards.</param>
/// <param name="Refunds">What it gave back.</param>
public sealed record DayDigest(
    DateOnly Day, long Events, long MoneyEvents, IReadOnlyDictionary<string, long> Accounts, MovedOnDay Payouts, MovedOnDay Captures, MovedOnDay Refunds);

/// <summary>The money of a period day by day, for comparing with providers and with an earlier copy of itself (U4).</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="Balanced">Whether every day adds up to 0.</param>
/// <param name="Days">The days on which anything was recorded, oldest first.</param>
/// <param name="Accounts">The sums of all these days.</param>
public sealed record ReconciliationDigest(
    DateOnly From, DateOnly To, bool Balanced, IReadOnlyList<DayDigest> Days, IReadOnlyDictionary<string, long> Accounts)
{
    private const int PageSize = 5_000;

    /// <summary>Reads the period's events, page by page.</summary>
    /// <param name="session">The store.</param>
    /// <param name="keys">Loads the keys of each page at once.</param>
    /// <param name="from">The first day.</param>
    /// <param name="to">The last day.</param>
    /// <param name="until">What was recorded from then on does not count; null to count all of the last day.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<ReconciliationDigest> OfAsync(IQuerySession session, IDataKeys keys, DateOnly from, DateOnly to, DateTimeOffset? until, CancellationToken cancellation)
    {
        var (begin, end) = (MoscowTime.StartOfDay(from), MoscowTime.StartOfDay(to.AddDays(1)));
        if (until < end) end = until.Value;
        var days = new SortedDictionary<DateOnly, Tally>();
        var last = 0L;
        while (true)
        {
            var after = last;
            await keys.PreloadAsync(session.DocumentStore, after, PageSize, (begin, end), cancellation);
            var page = await session.Events.QueryAllRawEvents()
                .Where(e => e.Sequence > after && e.Timestamp >= begin && e.Timestamp < end).OrderBy(e => e.Sequence).Take(PageSize).ToListAsync(cancellation);
            foreach (var stored in page.Where(AuditTrail.IsHistory))
            {
                var day = MoscowTime.DateOf(stored.Timestamp);
                if (!days.TryGetValue(day, out var tally)) days[day] = tally = new Tally();
                tally.Add(stored.Data);
            }

            if (page.Count < PageSize) break;
            last = page[^1].Sequence;
        }

        var digests = days.Select(d => d.Value.Of(d.Key)).ToList();
        var accounts = digests.SelectMany(d => d.Accounts).GroupBy(a => a.Key).OrderBy(g => g.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(a => a.Value));
        return new ReconciliationDigest(from, to, digests.TrueForAll(d => d.Accounts.Values.Sum() == 0), digests, accounts);
    }

    private sealed class Tally
    {
        private readonly SortedDictionary<string, long> accounts = new(StringComparer.Ordinal);
        private readonly Dictionary<ProviderOperation, MovedOnDay> moved = [];
        private long events;
        private long moneyEvents;

        public void Add(object happened)
        {
            events++;
            var postings = Postings.Of(happened);
            if (postings.Count > 0) moneyEvents++;
            foreach (var (account, amount) in postings)
            {
                var kind = account.Split(':')[0];
                accounts[kind] = checked(accounts.GetValueOrDefault(kind) + amount);
            }

            if (ProviderMoney.Of(happened) is not { } money) return;
            var before = Moved(money.Operation);
            moved[money.Operation] = new MovedOnDay(before.Count + 1, checked(before.Amount + money.Amount));
        }

        public DayDigest Of(DateOnly day) => new(
            day, events, moneyEvents, accounts, Moved(ProviderOperation.Payout), Moved(ProviderOperation.Capture), Moved(ProviderOperation.Refund));

        private MovedOnDay Moved(ProviderOperation operation) => moved.GetValueOrDefault(operation) ?? new MovedOnDay(0, 0);
    }
}
