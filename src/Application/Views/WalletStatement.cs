using Marketplace.Domain.Wallets;

namespace Marketplace.Application.Views;

/// <summary>One change of a wallet's balance: kopecks, signed.</summary>
/// <param name="EntryId">The credit, or the hold that was captured.</param>
/// <param name="Amount">What came in (positive) or went out (negative).</param>
/// <param name="Kind">Where from or what for, in kebab-case.</param>
/// <param name="SourceId">The top-up, order, removal, return or withdrawal behind it.</param>
/// <param name="At">When it took effect.</param>
/// <param name="Version">The version of the wallet's stream that holds it.</param>
public sealed record StatementEntry(Guid EntryId, long Amount, string Kind, Guid SourceId, DateTimeOffset At, long Version);

/// <summary>A wallet between two moments: opening + the entries = closing (S93). Held money still counts as the customer's.</summary>
public sealed record WalletStatement(DateTimeOffset From, DateTimeOffset To, long Opening, IReadOnlyList<StatementEntry> Entries, long Closing)
{
    /// <summary>Reads the statement off the wallet's events.</summary>
    /// <param name="history">The events of the stream in order, with their versions.</param>
    /// <param name="from">The first moment of the period.</param>
    /// <param name="to">The first moment after it.</param>
    public static WalletStatement Of(IEnumerable<(long Version, WalletEvent Happened)> history, DateTimeOffset from, DateTimeOffset to)
    {
        var opening = 0L;
        var entries = new List<StatementEntry>();
        foreach (var entry in history.Select(h => Entry(h.Version, h.Happened)).OfType<StatementEntry>())
        {
            if (entry.At < from) opening = checked(opening + entry.Amount);
            else if (entry.At < to) entries.Add(entry);
        }

        return new WalletStatement(from, to, opening, entries, checked(opening + entries.Sum(e => e.Amount)));
    }

    private static StatementEntry? Entry(long version, WalletEvent happened) => happened switch
    {
        WalletCredited e => new StatementEntry(e.EntryId, e.Amount, Name(e.Source), e.SourceId, e.CreditedAt, version),
        HoldCaptured e => new StatementEntry(
            e.HoldId, -e.Amount, e.Purpose == HoldPurpose.Order ? "order-payment" : "withdrawal", e.PurposeId, e.CapturedAt, version),
        _ => null,
    };

    private static string Name(CreditSource source) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(source.ToString());
}
