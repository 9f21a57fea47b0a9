using System.Globalization;
using Marketplace.Auditor.Format;

namespace Marketplace.Auditor.Checking;

/// <summary>Adds the events of a period up by Moscow day, as a signed digest does (docs/audit-format.md, 10).</summary>
/// <param name="from">The first day.</param>
/// <param name="to">The last day.</param>
/// <param name="until">What was recorded from then on does not count.</param>
public sealed class DayBook(DateOnly from, DateOnly to, DateTime until)
{
    private static readonly TimeSpan Moscow = TimeSpan.FromHours(3);
    private readonly SortedDictionary<DateOnly, Day> days = [];

    /// <summary>How many events were counted.</summary>
    public long Events { get; private set; }

    /// <summary>Counts an event, if it belongs to the period.</summary>
    /// <exception cref="InvalidOperationException">Its amounts cannot be read.</exception>
    public void Add(StoredEvent e)
    {
        if (e.IsTombstone || e.RecordedAt >= until) return;
        var on = DateOnly.FromDateTime(e.RecordedAt + Moscow);
        if (on < from || on > to) return;
        if (!days.TryGetValue(on, out var day)) days[on] = day = new Day();
        Events++;
        day.Add(e);
    }

    /// <summary>The lines that the digest of these events has.</summary>
    public IEnumerable<string> Lines() =>
        from day in days from line in day.Value.Lines() select string.Create(CultureInfo.InvariantCulture, $"{day.Key:yyyy-MM-dd} {line}");

    private sealed class Day
    {
        private readonly SortedDictionary<string, Int128> accounts = new(StringComparer.Ordinal);
        private readonly SortedDictionary<string, (long Count, Int128 Amount)> moved = new(StringComparer.Ordinal);
        private long events;

        public void Add(StoredEvent e)
        {
            events++;
            foreach (var (account, amount) in Legs.Of(e.Type, e.Data))
            {
                accounts[account] = accounts.GetValueOrDefault(account) + amount;
                // What leaves us at the bank, what the acquirer took, what it gave back.
                if ((account == "payouts" ? "payouts" : account != "cards" ? null : amount < 0 ? "captures" : "refunds") is not { } name || amount == 0) continue;
                var before = moved.GetValueOrDefault(name);
                moved[name] = (before.Count + 1, before.Amount + Int128.Abs(amount));
            }
        }

        public IEnumerable<string> Lines() =>
        [
            string.Create(CultureInfo.InvariantCulture, $"events {events}"),
            .. moved.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Key} {m.Value.Count} {m.Value.Amount}")),
            .. accounts.Where(a => a.Value != 0).Select(a => string.Create(CultureInfo.InvariantCulture, $"account {a.Key} {a.Value}")),
        ];
    }
}
