using Marketplace.Application.Views;
using Marketplace.Host.Http;

namespace Marketplace.Host.Wallets;

/// <summary>
/// A page of a wallet's statement, in kopecks. <c>Opening</c>, all entries of all pages and <c>Closing</c> are the period's on every
/// page: opening + entries = closing (S93). Of the page alone: brought forward + its entries = carried forward.
/// </summary>
/// <param name="From">The first moment of the period.</param>
/// <param name="To">The first moment after it.</param>
/// <param name="Clock">Which time decided what is in it, and in which order.</param>
/// <param name="Opening">The balance before the period.</param>
/// <param name="BroughtForward">The balance before the first entry of this page.</param>
/// <param name="Entries">The entries of this page, oldest first.</param>
/// <param name="CarriedForward">The balance after the last entry of this page.</param>
/// <param name="Closing">The balance after the period.</param>
/// <param name="NextCursor">What to send as <c>cursor</c>, with the same period and clock, for the next page; null on the last.</param>
public sealed record WalletStatementPage(
    DateTimeOffset From, DateTimeOffset To, StatementClock Clock,
    long Opening, long BroughtForward, IReadOnlyList<StatementEntry> Entries, long CarriedForward, long Closing, string? NextCursor)
{
    /// <summary>The page of a statement; null when its cursor is not of this statement.</summary>
    public static WalletStatementPage? Of(WalletStatement statement, Page page)
    {
        if (StatementPage.Of(page, statement.Entries, statement.To, e => e.EventId) is not { } shown) return null;
        var before = shown.Items is [var first, ..] ? first.Balance - first.Amount : statement.Closing;
        var after = shown.Items is [.., var last] ? last.Balance : statement.Closing;
        return new WalletStatementPage(
            statement.From, statement.To, statement.Clock, statement.Opening, before, shown.Items, after, statement.Closing, shown.NextCursor);
    }
}
