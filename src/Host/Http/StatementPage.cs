using Marketplace.Domain;

namespace Marketplace.Host.Http;

/// <summary>
/// Which page of a statement is asked for. Its cursor names the last entry that was shown and the end of the period, so that a
/// period that was open at its end stays the same on every page, whatever happens meanwhile.
/// </summary>
public static class StatementPage
{
    /// <summary>How many entries a page has at most, and when nothing is asked for.</summary>
    public const int MostEntries = 1_000;

    /// <summary>The refusal of a limit or cursor that makes no sense, or of a cursor of another statement.</summary>
    public static Rejection Invalid { get; } = Page.InvalidUpTo(MostEntries);

    /// <summary>Reads the query; null when it makes no sense.</summary>
    public static Page? From(int? limit, string? cursor) => Page.From(limit ?? MostEntries, cursor, MostEntries);

    /// <summary>The end of the period: as asked for, or as on the page before, or now, an event of this moment included.</summary>
    public static DateTimeOffset EndOf(DateTimeOffset? to, Page page, TimeProvider clock) => to ?? page.After?.At ?? NextMicrosecond(clock.GetUtcNow());

    /// <summary>The entries of the page, or null when the cursor's entry is not in the statement.</summary>
    /// <param name="page">The page.</param>
    /// <param name="entries">All entries of the period, in the order in which they are shown.</param>
    /// <param name="end">The end of the period.</param>
    /// <param name="idOf">Tells an entry from the others.</param>
    public static PageOf<T>? Of<T>(Page page, IReadOnlyList<T> entries, DateTimeOffset end, Func<T, Guid> idOf)
    {
        var first = 0;
        if (page.After is { } after)
        {
            while (first < entries.Count && idOf(entries[first]) != after.Id) first++;
            if (first++ == entries.Count) return null;
        }

        return page.Of([.. entries.Skip(first).Take(page.Limit + 1)], e => new Position(end, idOf(e)));
    }

    // A cursor counts in microseconds.
    private static DateTimeOffset NextMicrosecond(DateTimeOffset now) => now.AddTicks(TimeSpan.TicksPerMicrosecond - now.Ticks % TimeSpan.TicksPerMicrosecond);
}
