namespace Marketplace.Application.Notifications;

/// <summary>What a notice tells. All of them are service notices: news and advertising are none of these (S79).</summary>
public enum NoticeKind
{
    /// <summary>The receipt of a payment (S53).</summary>
    SaleReceipt,

    /// <summary>The receipt of a refund (S53).</summary>
    RefundReceipt,

    /// <summary>A receipt that the customer asked for once more (S53).</summary>
    ReceiptAgain,

    /// <summary>The order is on its way (S52).</summary>
    OrderShipped,

    /// <summary>The order waits at its pick-up point (S52).</summary>
    OrderArrived,

    /// <summary>The customer has the order (S52).</summary>
    OrderDelivered,

    /// <summary>The order was cancelled (S52).</summary>
    OrderCancelled,

    /// <summary>A withdrawal has arrived at the bank (S91).</summary>
    WithdrawalSettled,

    /// <summary>The bank refused a withdrawal (S91).</summary>
    WithdrawalRejected,

    /// <summary>The bank paid a withdrawal after all that it had refused (S91).</summary>
    WithdrawalSettledLate,

    /// <summary>The link that proves an e-mail (S17).</summary>
    EmailProof,

    /// <summary>A contact will change unless somebody objects (D11).</summary>
    ContactChangeWarning,

    /// <summary>The account has another phone (X26).</summary>
    PhoneChanged,

    /// <summary>The account has another e-mail (X26).</summary>
    EmailChanged,

    /// <summary>Support began a recovery (D6).</summary>
    RecoveryStarted,

    /// <summary>The account was recovered (D6).</summary>
    RecoveryCompleted,

    /// <summary>A passkey opens the account (S30).</summary>
    PasskeyEnrolled,

    /// <summary>An identity elsewhere opens the account (S27, S28).</summary>
    IdentityLinked,

    /// <summary>A product that the customer waited for is there (S76).</summary>
    BackInStock,
}

/// <summary>Which contact of a customer a notice goes to.</summary>
public enum NoticeRoute
{
    /// <summary>A letter to the verified e-mail; without one nobody is told (S19).</summary>
    VerifiedEmail,

    /// <summary>A letter to the verified e-mail, or else an SMS (S53).</summary>
    VerifiedEmailOrSms,

    /// <summary>An SMS to the verified phone.</summary>
    Phone,

    /// <summary>The address that is to be proved: the only letter that an unverified e-mail gets (S19).</summary>
    EmailToProve,

    /// <summary>The contact that the account is about to lose (D11).</summary>
    ContactToLose,

    /// <summary>The contact that the account has just lost (X26).</summary>
    LostContact,
}
