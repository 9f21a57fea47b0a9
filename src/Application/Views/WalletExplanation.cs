using Marketplace.Domain.Wallets;

namespace Marketplace.Application.Views;

/// <summary>Kopecks of one origin.</summary>
/// <param name="EntryId">The credit that brought them into the wallet.</param>
/// <param name="Source">Where they came from, in kebab-case.</param>
/// <param name="SourceId">The top-up, order, removal, return or certificate.</param>
/// <param name="Amount">Kopecks; in an entry positive when they came or came back, negative when they went.</param>
public sealed record Origin(Guid EntryId, string Source, Guid SourceId, long Amount);

/// <summary>One change of the balance and which money it was.</summary>
/// <param name="EventId">The event.</param>
/// <param name="Version">Its version in the wallet's stream.</param>
/// <param name="Kind">Where from or what for, in kebab-case.</param>
/// <param name="SourceId">The top-up, order, removal, return, certificate or withdrawal behind it.</param>
/// <param name="OrderId">The order that it belongs to.</param>
/// <param name="Amount">Kopecks, signed.</param>
/// <param name="Balance">The balance after it.</param>
/// <param name="Origins">The money that moved; together the amount.</param>
/// <param name="EffectiveAt">When it took effect.</param>
/// <param name="RecordedAt">When it was recorded.</param>
public sealed record ExplainedEntry(
    Guid EventId, long Version, string Kind, Guid SourceId, Guid? OrderId, long Amount, long Balance, IReadOnlyList<Origin> Origins,
    DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt);

/// <summary>Money of one credit that is still in the wallet.</summary>
/// <param name="EntryId">The credit.</param>
/// <param name="EventId">Its event.</param>
/// <param name="Source">Where it came from, in kebab-case.</param>
/// <param name="SourceId">The top-up, order, removal, return or certificate.</param>
/// <param name="Amount">What came, in kopecks.</param>
/// <param name="Left">What of it is still here.</param>
public sealed record ExplainedLot(Guid EntryId, Guid EventId, string Source, Guid SourceId, long Amount, long Left);

/// <summary>Money that is set aside, and the event that did it.</summary>
public sealed record ExplainedHold(Guid HoldId, Guid EventId, HoldPurpose Purpose, Guid PurposeId, long Amount);

/// <summary>
/// Why the balance is what it is, down to events (U7), and where each kopeck of it came from (U8): the entries add up to the
/// balance, and so do the lots and the sums by source. <c>Available</c> is the balance less the holds.
/// </summary>
public sealed record WalletExplanation(
    Guid WalletId, long Version, long Balance, long Available, long Owed,
    IReadOnlyDictionary<string, long> BySource, IReadOnlyList<ExplainedLot> Lots, IReadOnlyList<ExplainedHold> Holds, IReadOnlyList<ExplainedEntry> Entries)
{
    /// <summary>Reads it off the wallet's events; null when there are none.</summary>
    /// <param name="history">The events of the stream in order.</param>
    /// <param name="givenBack">How much of a credit the wallet itself had paid (<see cref="GivenBackToWallet"/>).</param>
    public static WalletExplanation? Of(IReadOnlyList<RecordedWalletEvent> history, IReadOnlyDictionary<Guid, long> givenBack)
    {
        var (wallet, lineage, entries) = (default(Wallet), Lineage.Empty, new List<ExplainedEntry>());
        foreach (var recorded in history)
        {
            wallet = Wallet.Evolve(wallet, recorded.Happened);
            (lineage, var moved) = lineage.With(recorded.Happened, recorded.Version, givenBack);
            if (wallet is not null && BalanceChange.Of(recorded.Happened) is { } change) entries.Add(Entry(recorded, change, wallet, moved));
        }

        if (wallet is null) return null;
        var eventIds = history.ToDictionary(h => h.Version, h => h.EventId);
        var left = lineage.Lots.Where(l => l.Left.IsPositive).ToList();
        return new WalletExplanation(
            wallet.Id, history[^1].Version, wallet.Balance.Kopecks, wallet.Available.Kopecks, wallet.Owed.Kopecks,
            left.GroupBy(l => BalanceChange.Name(l.Source)).ToDictionary(g => g.Key, g => g.Sum(l => l.Left.Kopecks)),
            [.. left.Select(l => new ExplainedLot(l.EntryId, eventIds[l.Version], BalanceChange.Name(l.Source), l.SourceId, l.Amount.Kopecks, l.Left.Kopecks))],
            [.. wallet.Holds.Select(h => new ExplainedHold(h.HoldId, EventOf(h, history), h.Purpose, h.PurposeId, h.Amount.Kopecks))],
            entries);
    }

    private static ExplainedEntry Entry(RecordedWalletEvent recorded, BalanceChange change, Wallet after, IReadOnlyList<LotChange> moved) => new(
        recorded.EventId, recorded.Version, change.Kind, change.SourceId, change.OrderId, change.Amount, after.Balance.Kopecks,
        [.. moved.Select(m => new Origin(m.EntryId, BalanceChange.Name(m.Source), m.SourceId, m.Amount.Kopecks))],
        change.EffectiveAt, recorded.RecordedAt);

    private static Guid EventOf(Hold hold, IReadOnlyList<RecordedWalletEvent> history) =>
        history.Last(h => h.Happened is FundsHeld held && held.HoldId == hold.HoldId).EventId;
}
