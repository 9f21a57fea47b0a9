namespace Marketplace.Application.Views;

/// <summary>By which time a statement is made (U2).</summary>
public enum StatementClock
{
    /// <summary>When it was recorded: what was known on a day stays what it was.</summary>
    Recorded,

    /// <summary>When it took effect, whenever it was recorded.</summary>
    Effective,
}

/// <summary>One change of a wallet's balance: kopecks, signed.</summary>
/// <param name="EntryId">The credit, or the hold that was captured.</param>
/// <param name="EventId">The event that it is.</param>
/// <param name="Amount">What came in (positive) or went out (negative).</param>
/// <param name="Balance">The balance after it, by the clock of the statement.</param>
/// <param name="Kind">Where from or what for, in kebab-case.</param>
/// <param name="SourceId">The top-up, order, removal, return, certificate or withdrawal behind it.</param>
/// <param name="OrderId">The order that it belongs to.</param>
/// <param name="At">The time that counts: one of the two below.</param>
/// <param name="EffectiveAt">When it took effect.</param>
/// <param name="RecordedAt">When it was recorded.</param>
/// <param name="Version">The version of the wallet's stream that holds it.</param>
public sealed record StatementEntry(
    Guid EntryId, Guid EventId, long Amount, long Balance, string Kind, Guid SourceId, Guid? OrderId,
    DateTimeOffset At, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt, long Version);

/// <summary>
/// A wallet between two moments: opening + the entries = closing (S93), by either clock (U2). Held money still counts as the
/// customer's.
/// </summary>
public sealed record WalletStatement(
    DateTimeOffset From, DateTimeOffset To, StatementClock Clock, long Opening, IReadOnlyList<StatementEntry> Entries, long Closing)
{
    /// <summary>Reads the statement off the wallet's events.</summary>
    /// <param name="history">The events of the stream in order.</param>
    /// <param name="from">The first moment of the period.</param>
    /// <param name="to">The first moment after it.</param>
    /// <param name="clock">Which time decides what is in it, and in which order.</param>
    public static WalletStatement Of(
        IEnumerable<RecordedWalletEvent> history, DateTimeOffset from, DateTimeOffset to, StatementClock clock)
    {
        var (opening, balance) = (0L, 0L);
        var entries = new List<StatementEntry>();
        // What took effect at the same time stays in the order of recording.
        foreach (var entry in history.Select(h => Entry(h, clock)).OfType<StatementEntry>().OrderBy(e => e.At).ThenBy(e => e.Version))
        {
            if (entry.At >= to) break;
            balance = checked(balance + entry.Amount);
            if (entry.At < from) opening = balance;
            else entries.Add(entry with { Balance = balance });
        }

        return new WalletStatement(from, to, clock, opening, entries, balance);
    }

    private static StatementEntry? Entry(RecordedWalletEvent recorded, StatementClock clock) =>
        BalanceChange.Of(recorded.Happened) is { } change
            ? new StatementEntry(
                change.EntryId, recorded.EventId, change.Amount, 0, change.Kind, change.SourceId, change.OrderId,
                clock == StatementClock.Recorded ? recorded.RecordedAt : change.EffectiveAt, change.EffectiveAt, recorded.RecordedAt, recorded.Version)
            : null;
}
