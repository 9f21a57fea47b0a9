namespace Marketplace.Domain.Customers;

/// <summary>Why a customer leaves, as the customer says (S98).</summary>
public enum DeletionReason
{
    /// <summary>The account is not needed any more.</summary>
    NotNeeded,

    /// <summary>There is another account.</summary>
    AnotherAccount,

    /// <summary>The customer does not want us to keep personal data.</summary>
    Privacy,

    /// <summary>Goods, delivery or service were not good.</summary>
    Dissatisfied,

    /// <summary>Too many messages come.</summary>
    TooManyMessages,

    /// <summary>Something else; the comment may tell.</summary>
    Other,
}

/// <summary>What stands between an account and its deletion (S95–S97, D7).</summary>
public enum DeletionBlocker
{
    /// <summary>An order is not in an end state.</summary>
    OpenOrders,

    /// <summary>A return has not ended.</summary>
    OpenReturns,

    /// <summary>A bank card is still to be charged, let go or given money back.</summary>
    CardPayments,

    /// <summary>There is a bonus card that has not been closed.</summary>
    BonusCard,

    /// <summary>Instalments are not repaid.</summary>
    Instalments,

    /// <summary>There is money in the wallet.</summary>
    WalletNotEmpty,

    /// <summary>Wallet money is held.</summary>
    Holds,

    /// <summary>A withdrawal has not ended.</summary>
    Withdrawal,

    /// <summary>A top-up has not ended.</summary>
    TopUps,

    /// <summary>The wallet owes what the bank paid after it had refused to; a top-up settles it.</summary>
    WalletDebt,
}

/// <summary>The customer asked for the account's deletion; a code went to the phone or the e-mail of the account (S94, S98, S99).</summary>
public sealed record DeletionRequested(
    Guid CustomerId,
    Guid DeletionId,
    DeletionReason Reason,
    Pii<string>? Comment,
    ContactKind Channel,
    Guid ChallengeId,
    DateTimeOffset RequestedAt) : CustomerEvent;

/// <summary>The customer took the request back before confirming it (D8).</summary>
public sealed record DeletionWithdrawn(Guid CustomerId, Guid DeletionId, DateTimeOffset WithdrawnAt) : CustomerEvent;

/// <summary>The code was entered: nobody can sign in or order any more, and the erasure follows by itself (S99, D8).</summary>
public sealed record DeletionConfirmed(Guid CustomerId, Guid DeletionId, DateTimeOffset ConfirmedAt) : CustomerEvent;

/// <summary>Money reached the account between the confirmation and the erasure: nothing is erased, and the account is open again (D7).</summary>
public sealed record DeletionStopped(
    Guid CustomerId, Guid DeletionId, IReadOnlyList<DeletionBlocker> Blockers, DateTimeOffset StoppedAt) : CustomerEvent;

/// <summary>The person is forgotten: what personal data is left becomes unreadable, for good (S100). Only <see cref="ErasureCompleted"/> follows.</summary>
public sealed record CustomerErased(Guid CustomerId, DateTimeOffset ErasedAt) : CustomerEvent;

/// <summary>The key is destroyed, and so many rows are gone from each store (S100).</summary>
public sealed record ErasureCompleted(Guid CustomerId, IReadOnlyList<RemovedRows> Removed, DateTimeOffset CompletedAt) : CustomerEvent;

/// <summary>How many rows an erasure removed from one store; 0 is told too.</summary>
public sealed record RemovedRows(string Store, long Rows);
