using Marketplace.Application.Views;
using Marketplace.Host.Http;

namespace Marketplace.Host.BonusCards;

/// <summary>
/// A page of a bonus card's statement, in points. <c>Opening</c>, the changes of all pages and <c>Closing</c> are the period's on every
/// page: opening + changes = closing (S59). Of the page alone: brought forward + its changes = carried forward.
/// </summary>
/// <param name="From">The first moment of the period.</param>
/// <param name="To">The first moment after it.</param>
/// <param name="Opening">The balance before the period.</param>
/// <param name="Closing">The balance after the period.</param>
/// <param name="BroughtForward">The balance before the oldest entry of this page.</param>
/// <param name="CarriedForward">The balance after the newest entry of this page.</param>
/// <param name="Items">The entries of this page, newest first.</param>
/// <param name="NextCursor">What to send as <c>cursor</c>, with the same period, for the next page; null on the last.</param>
/// <param name="Expiring">What can be spent at the end of the period, the next to expire first.</param>
public sealed record PointsStatementPage(
    DateTimeOffset From, DateTimeOffset To, long Opening, long Closing,
    long BroughtForward, long CarriedForward, IReadOnlyList<PointsEntry> Items, string? NextCursor, IReadOnlyList<ExpiringPoints> Expiring)
{
    /// <summary>The page of a statement; null when its cursor is not of this statement.</summary>
    public static PointsStatementPage? Of(PointsStatement statement, Page page)
    {
        if (StatementPage.Of(page, statement.Items, statement.To, e => e.EventId) is not { } shown) return null;
        var before = shown.Items is [.., var oldest] ? oldest.Balance - oldest.Change : statement.Opening;
        var after = shown.Items is [var newest, ..] ? newest.Balance : statement.Opening;
        return new PointsStatementPage(
            statement.From, statement.To, statement.Opening, statement.Closing, before, after, shown.Items, shown.NextCursor, statement.Expiring);
    }
}
