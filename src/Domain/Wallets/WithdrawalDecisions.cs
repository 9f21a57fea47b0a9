using Marketplace.Domain.Customers;
using Marketplace.Domain.Payments;
using Marketplace.Domain.Values;

namespace Marketplace.Domain.Wallets;

/// <summary>
/// How money leaves a wallet for a bank account (S88–S92). Its hold bears the withdrawal's id and ends exactly once:
/// captured when the bank has settled, released when it never left (I9). Silence of the bank ends nothing (X3, X4).
/// </summary>
public static class WithdrawalDecisions
{
    /// <summary>Holds the money and waits for the code (S89, P6, P8).</summary>
    public static Decision<WalletEvent> RequestWithdrawal(
        Wallet wallet, Guid withdrawalId, Money amount, Pii<PayoutDestination> destination, Guid challengeId, WalletPolicy policy, DateTimeOffset now)
    {
        if (wallet.Withdrawal?.WithdrawalId == withdrawalId || wallet.EndedWithdrawals.Contains(withdrawalId)) return Decision<WalletEvent>.Nothing;
        if (wallet.Closed) return DeletionErrors.Deleted;
        if (!amount.IsPositive || amount > policy.MaxWithdrawal) return WalletErrors.AmountOutOfRange(policy.MaxWithdrawal);
        if (wallet.Withdrawal is not null) return WalletErrors.WithdrawalOpen;
        var today = MoscowTime.DateOf(now);
        if (wallet.WithdrawalsOn(today) >= policy.WithdrawalsADay)
        {
            return WalletErrors.TooManyWithdrawals(policy.WithdrawalsADay, MoscowTime.StartOfDay(today.AddDays(1)));
        }

        if (amount > wallet.Available) return WalletErrors.InsufficientFunds(wallet.Available, amount);
        var confirmBy = now + policy.ConfirmWithin;
        // Before the money is held: a hold that nobody could confirm would only lapse (P14).
        if (!WithdrawalWindow.IsKnown(confirmBy)) return WalletErrors.CalendarEnds;
        return Decision<WalletEvent>.Of(
            new WithdrawalRequested(wallet.Id, withdrawalId, amount.Kopecks, destination, challengeId, confirmBy, now),
            new FundsHeld(wallet.Id, withdrawalId, amount.Kopecks, HoldPurpose.Withdrawal, withdrawalId, confirmBy, now));
    }

    /// <summary>The code was right: the payout goes to the bank (S90), expected within the window (S92); null when the calendar has none (P14).</summary>
    public static Decision<WalletEvent> ConfirmWithdrawal(Wallet wallet, Guid withdrawalId, WithdrawalWindow? window, DateTimeOffset now)
    {
        if (Open(wallet, withdrawalId) is not { } open) return WalletErrors.WithdrawalUnknown;
        if (open.Status != WithdrawalStatus.Requested) return WalletErrors.WithdrawalUnderWay;
        if (now >= open.ConfirmBy) return WalletErrors.WithdrawalExpired;
        if (wallet.Owed.IsPositive) return WalletErrors.Owes(wallet.Owed);
        return window is { } w
            ? new WithdrawalConfirmed(wallet.Id, withdrawalId, w.ExpectedFrom, w.ExpectedBy, w.OverdueAt, now)
            : WalletErrors.CalendarEnds;
    }

    /// <summary>The customer takes the request back before confirming it.</summary>
    public static Decision<WalletEvent> CancelWithdrawal(Wallet wallet, Guid withdrawalId, DateTimeOffset now)
    {
        if (Open(wallet, withdrawalId) is not { } open) return WalletErrors.WithdrawalUnknown;
        if (open.Status != WithdrawalStatus.Requested) return WalletErrors.WithdrawalUnderWay;
        return End(wallet, open, ReleaseReason.CancelledByCustomer, now);
    }

    /// <summary>Lets an unconfirmed request lapse once its time is over (P6); before that, and after an end, nothing happens.</summary>
    public static Decision<WalletEvent> ExpireWithdrawal(Wallet wallet, Guid withdrawalId, DateTimeOffset now) =>
        Open(wallet, withdrawalId) is { Status: WithdrawalStatus.Requested } open && now >= open.ConfirmBy
            ? End(wallet, open, ReleaseReason.NotConfirmed, now)
            : Decision<WalletEvent>.Nothing;

    /// <summary>The bank has taken the payout into work.</summary>
    public static Decision<WalletEvent> RecordSent(Wallet wallet, Guid withdrawalId, DateTimeOffset now) =>
        Open(wallet, withdrawalId) is { Status: WithdrawalStatus.Confirmed or WithdrawalStatus.Unknown }
            ? new WithdrawalSent(wallet.Id, withdrawalId, now)
            : Decision<WalletEvent>.Nothing;

    /// <summary>The bank was silent: the money stays held (X4).</summary>
    public static Decision<WalletEvent> RecordUnknown(Wallet wallet, Guid withdrawalId, DateTimeOffset now) =>
        Open(wallet, withdrawalId) is { Status: WithdrawalStatus.Confirmed }
            ? new WithdrawalOutcomeUnknown(wallet.Id, withdrawalId, now)
            : Decision<WalletEvent>.Nothing;

    /// <summary>The money has arrived: the hold is captured (S91). Of a payout that nobody has confirmed, none can have.</summary>
    public static Decision<WalletEvent> Settle(Wallet wallet, Guid withdrawalId, Money settled, DateTimeOffset now)
    {
        if (Open(wallet, withdrawalId) is { Status: WithdrawalStatus.Requested }) return PaymentErrors.Unknown;
        if (Leaving(wallet, withdrawalId) is not { } open) return Decision<WalletEvent>.Nothing;
        if (open.Amount != settled) return PaymentErrors.AmountMismatch;
        return Decision<WalletEvent>.Of(
            new WithdrawalSettled(wallet.Id, withdrawalId, now),
            new HoldCaptured(wallet.Id, withdrawalId, open.Amount.Kopecks, HoldPurpose.Withdrawal, withdrawalId, now));
    }

    /// <summary>The bank refused for good: the hold is released (S91).</summary>
    public static Decision<WalletEvent> Reject(Wallet wallet, Guid withdrawalId, string reason, DateTimeOffset now) =>
        Leaving(wallet, withdrawalId) is { } open
            ? WalletDebts.SettledFrom(
                wallet, open.Amount, withdrawalId, now,
                new WithdrawalRejected(wallet.Id, withdrawalId, reason, now),
                new HoldReleased(wallet.Id, withdrawalId, open.Amount.Kopecks, ReleaseReason.RejectedByBank, now))
            : Decision<WalletEvent>.Nothing;

    /// <summary>Flags a payout whose last promised day has passed (S92); it goes on.</summary>
    public static Decision<WalletEvent> MarkOverdue(Wallet wallet, Guid withdrawalId, DateTimeOffset now) =>
        Leaving(wallet, withdrawalId) is { Overdue: false } open && now >= open.OverdueAt
            ? new WithdrawalBecameOverdue(wallet.Id, withdrawalId, now)
            : Decision<WalletEvent>.Nothing;

    private static OpenWithdrawal? Open(Wallet wallet, Guid withdrawalId) =>
        wallet.Withdrawal is { } open && open.WithdrawalId == withdrawalId ? open : null;

    private static OpenWithdrawal? Leaving(Wallet wallet, Guid withdrawalId) =>
        Open(wallet, withdrawalId) is { Status: not WithdrawalStatus.Requested } open ? open : null;

    private static Decision<WalletEvent> End(Wallet wallet, OpenWithdrawal open, ReleaseReason reason, DateTimeOffset now) =>
        WalletDebts.SettledFrom(
            wallet, open.Amount, open.WithdrawalId, now,
            new WithdrawalCancelled(wallet.Id, open.WithdrawalId, reason, now),
            new HoldReleased(wallet.Id, open.WithdrawalId, open.Amount.Kopecks, reason, now));
}
