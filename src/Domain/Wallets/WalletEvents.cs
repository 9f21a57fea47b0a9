namespace Marketplace.Domain.Wallets;

/// <summary>Something that happened to a customer's wallet. Amounts are kopecks.</summary>
public abstract record WalletEvent;

/// <summary>Where money that came into a wallet came from (S84–S87, U8).</summary>
public enum CreditSource
{
    /// <summary>The customer topped up from a bank card.</summary>
    TopUp,

    /// <summary>An order was cancelled (S85).</summary>
    OrderCancelled,

    /// <summary>Units were removed from an order (S86).</summary>
    LineRemoved,

    /// <summary>Goods came back (S85).</summary>
    ReturnRefunded,

    /// <summary>A gift certificate was activated (S87).</summary>
    Certificate,
}

/// <summary>What held money waits for.</summary>
public enum HoldPurpose
{
    /// <summary>The payment of an order.</summary>
    Order,

    /// <summary>A payout to a bank account.</summary>
    Withdrawal,
}

/// <summary>Why held money was given back.</summary>
public enum ReleaseReason
{
    /// <summary>The card part of the payment was declined.</summary>
    PaymentDeclined,

    /// <summary>The customer withdrew the request.</summary>
    CancelledByCustomer,

    /// <summary>The request was not confirmed in time (P6).</summary>
    NotConfirmed,

    /// <summary>The bank rejected the payout for good.</summary>
    RejectedByBank,
}

/// <summary>A wallet was opened with nothing in it, together with its customer's account.</summary>
public sealed record WalletOpened(Guid WalletId, Guid CustomerId, DateTimeOffset OpenedAt) : WalletEvent;

/// <summary>The customer asked the acquirer for money from a card; nothing has come in yet.</summary>
public sealed record TopUpRequested(Guid WalletId, Guid TopUpId, long Amount, DateTimeOffset RequestedAt) : WalletEvent;

/// <summary>The acquirer refused the top-up, or had not heard of it. When it takes the money all the same, a <see cref="WalletCredited"/> follows.</summary>
public sealed record TopUpDeclined(Guid WalletId, Guid TopUpId, string Reason, DateTimeOffset DeclinedAt) : WalletEvent;

/// <summary>Money came in. <c>Amount</c> is positive; <c>SourceId</c> is the top-up, order, removal, return or certificate it came from.</summary>
public sealed record WalletCredited(
    Guid WalletId, Guid EntryId, long Amount, CreditSource Source, Guid SourceId, Guid? OrderId, DateTimeOffset CreditedAt) : WalletEvent;

/// <summary>Money was set aside and cannot be spent twice (S84).</summary>
public sealed record FundsHeld(
    Guid WalletId, Guid HoldId, long Amount, HoldPurpose Purpose, Guid PurposeId, DateTimeOffset? ExpiresAt, DateTimeOffset HeldAt) : WalletEvent;

/// <summary>Held money left the wallet for what it was held for.</summary>
public sealed record HoldCaptured(
    Guid WalletId, Guid HoldId, long Amount, HoldPurpose Purpose, Guid PurposeId, DateTimeOffset CapturedAt) : WalletEvent;

/// <summary>Held money became spendable again.</summary>
public sealed record HoldReleased(Guid WalletId, Guid HoldId, long Amount, ReleaseReason Reason, DateTimeOffset ReleasedAt) : WalletEvent;

/// <summary>The customer asked for a payout; the code of <c>ChallengeId</c> must come until <c>ConfirmBy</c>, so long its money is held (S88, S89, P6).</summary>
public sealed record WithdrawalRequested(
    Guid WalletId, Guid WithdrawalId, long Amount, Pii<PayoutDestination> Destination, Guid ChallengeId, DateTimeOffset ConfirmBy, DateTimeOffset RequestedAt) : WalletEvent;

/// <summary>The code from the phone was entered (S90); the bank is expected to pay within the window (S92, Moscow dates).</summary>
public sealed record WithdrawalConfirmed(
    Guid WalletId, Guid WithdrawalId, DateOnly ExpectedFrom, DateOnly ExpectedBy, DateTimeOffset OverdueAt, DateTimeOffset ConfirmedAt) : WalletEvent;

/// <summary>The bank has taken the payout into work.</summary>
public sealed record WithdrawalSent(Guid WalletId, Guid WithdrawalId, DateTimeOffset SentAt) : WalletEvent;

/// <summary>The bank did not answer: the payout may or may not be under way, so its money stays held (X3, X4).</summary>
public sealed record WithdrawalOutcomeUnknown(Guid WalletId, Guid WithdrawalId, DateTimeOffset NoticedAt) : WalletEvent;

/// <summary>The money has arrived at the customer's bank.</summary>
public sealed record WithdrawalSettled(Guid WalletId, Guid WithdrawalId, DateTimeOffset SettledAt) : WalletEvent;

/// <summary>The bank refused the payout for good.</summary>
public sealed record WithdrawalRejected(Guid WalletId, Guid WithdrawalId, string Reason, DateTimeOffset RejectedAt) : WalletEvent;

/// <summary>The payout ended before it was confirmed: the customer took it back or let it lapse.</summary>
public sealed record WithdrawalCancelled(Guid WalletId, Guid WithdrawalId, ReleaseReason Reason, DateTimeOffset CancelledAt) : WalletEvent;

/// <summary>The last promised day passed without an end; the payout goes on and is flagged (S92).</summary>
public sealed record WithdrawalBecameOverdue(Guid WalletId, Guid WithdrawalId, DateTimeOffset NoticedAt) : WalletEvent;

/// <summary>The account is being deleted: the empty wallet takes no new money and pays nothing any more (D7).</summary>
public sealed record WalletClosed(Guid WalletId, DateTimeOffset ClosedAt) : WalletEvent;

/// <summary>The deletion was stopped: the wallet works as before.</summary>
public sealed record WalletReopened(Guid WalletId, DateTimeOffset ReopenedAt) : WalletEvent;

/// <summary>
/// The bank paid a payout that it had rejected for good, after its money was released. <c>Amount</c> is what it paid, <c>Owed</c>
/// the part of it that was no longer there to take and that the next money to come in settles.
/// </summary>
public sealed record WithdrawalSettledAfterRejection(Guid WalletId, Guid WithdrawalId, long Amount, long Owed, DateTimeOffset SettledAt) : WalletEvent;

/// <summary>Money that became spendable paid what the wallet owed. <c>CauseId</c> is the entry or hold that brought it.</summary>
public sealed record WalletDebtSettled(Guid WalletId, Guid CauseId, long Amount, DateTimeOffset SettledAt) : WalletEvent;

/// <summary>Where a payout goes.</summary>
/// <param name="Bic">The bank's code, 9 digits.</param>
/// <param name="Account">The account, 20 digits.</param>
/// <param name="Recipient">The recipient's name.</param>
public sealed record PayoutDestination(string Bic, string Account, string Recipient)
{
    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => nameof(PayoutDestination);
}
