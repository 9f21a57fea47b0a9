using Marketplace.Domain.Wallets;

namespace Marketplace.Application.Views;

/// <summary>A withdrawal as its customer sees it (S91, S92).</summary>
/// <param name="WithdrawalId">The withdrawal.</param>
/// <param name="Amount">Kopecks.</param>
/// <param name="Status">requested, confirmed, sent, unknown, settled, rejected, cancelled or expired.</param>
/// <param name="ConfirmBy">Until when the code must be entered.</param>
/// <param name="ExpectedFrom">The first Moscow date on which the money is expected.</param>
/// <param name="ExpectedBy">The last such date.</param>
/// <param name="Overdue">Whether that date passed without an end.</param>
/// <param name="Reason">Why it was rejected.</param>
/// <param name="RequestedAt">When it was asked for.</param>
public sealed record WithdrawalView(
    Guid WithdrawalId, long Amount, string Status, DateTimeOffset ConfirmBy, DateOnly? ExpectedFrom, DateOnly? ExpectedBy,
    bool Overdue, string? Reason, DateTimeOffset RequestedAt)
{
    /// <summary>All withdrawals of a wallet, newest first, read off its events.</summary>
    public static IReadOnlyList<WithdrawalView> Of(IEnumerable<WalletEvent> history)
    {
        var views = new List<WithdrawalView>();
        foreach (var happened in history)
        {
            if (happened is WithdrawalRequested e)
            {
                views.Insert(0, new WithdrawalView(e.WithdrawalId, e.Amount, "requested", e.ConfirmBy, null, null, false, null, e.RequestedAt));
            }
            else if (IdOf(happened) is { } id && views.FindIndex(v => v.WithdrawalId == id) is >= 0 and var at)
            {
                views[at] = views[at].After(happened);
            }
        }

        return views;
    }

    private WithdrawalView After(WalletEvent happened) => happened switch
    {
        WithdrawalConfirmed e => this with { Status = "confirmed", ExpectedFrom = e.ExpectedFrom, ExpectedBy = e.ExpectedBy },
        WithdrawalSent => this with { Status = "sent" },
        WithdrawalOutcomeUnknown => this with { Status = "unknown" },
        WithdrawalSettled => this with { Status = "settled" },
        // It was rejected before; the reason goes with the refusal.
        WithdrawalSettledAfterRejection => this with { Status = "settled", Reason = null },
        WithdrawalRejected e => this with { Status = "rejected", Reason = e.Reason },
        WithdrawalCancelled { Reason: ReleaseReason.NotConfirmed } => this with { Status = "expired" },
        WithdrawalCancelled => this with { Status = "cancelled" },
        WithdrawalBecameOverdue => this with { Overdue = true },
        _ => this,
    };

    private static Guid? IdOf(WalletEvent happened) => happened switch
    {
        WithdrawalConfirmed e => e.WithdrawalId,
        WithdrawalSent e => e.WithdrawalId,
        WithdrawalOutcomeUnknown e => e.WithdrawalId,
        WithdrawalSettled e => e.WithdrawalId,
        WithdrawalSettledAfterRejection e => e.WithdrawalId,
        WithdrawalRejected e => e.WithdrawalId,
        WithdrawalCancelled e => e.WithdrawalId,
        WithdrawalBecameOverdue e => e.WithdrawalId,
        _ => null,
    };
}
