namespace Marketplace.Domain.Orders;

/// <summary>Why goods come back.</summary>
public enum ReturnReason
{
    /// <summary>It does not work.</summary>
    Defective,

    /// <summary>Something else was delivered.</summary>
    WrongItem,

    /// <summary>It is not what the page said.</summary>
    NotAsDescribed,

    /// <summary>The customer does not want it after all.</summary>
    ChangedMind,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>Where the card-paid share of a refund goes (D15).</summary>
public enum RefundDestination
{
    /// <summary>To the wallet, the default.</summary>
    Wallet,

    /// <summary>Back to the card it was paid with.</summary>
    Original,
}

/// <summary>Units of a line that come back, and why.</summary>
public sealed record ReturnedUnits(Guid LineId, int Quantity, ReturnReason Reason);

/// <summary>Units of a line that the warehouse counted.</summary>
public sealed record CountedUnits(Guid LineId, int Quantity);

/// <summary>The customer wants to send units back (S71).</summary>
public sealed record ReturnRequested(
    Guid OrderId, Guid ReturnId, Guid CustomerId, IReadOnlyList<ReturnedUnits> Units, RefundDestination RefundTo, DateTimeOffset RequestedAt) : OrderEvent;

/// <summary>The warehouse will take the units.</summary>
public sealed record ReturnApproved(Guid OrderId, Guid ReturnId, DateTimeOffset ApprovedAt) : OrderEvent;

/// <summary>The warehouse will not take the units.</summary>
public sealed record ReturnRejected(Guid OrderId, Guid ReturnId, string Reason, DateTimeOffset RejectedAt) : OrderEvent;

/// <summary>The warehouse counted what came; only that is refunded (X17).</summary>
public sealed record ReturnReceived(
    Guid OrderId, Guid ReturnId, IReadOnlyList<CountedUnits> Counted, DateTimeOffset ReceivedAt) : OrderEvent;

/// <summary>
/// Counted units were refunded: <c>GivenBack</c> says by line what they had been paid with, <c>ToWallet</c> and
/// <c>ToCard</c> where the money of wallet and card goes (D15), <c>PointsTakenBack</c> what they had earned (I7). What had been
/// bought on instalments follows as an <see cref="InstalmentsRefunded"/>.
/// </summary>
public sealed record ReturnRefunded(
    Guid OrderId,
    Guid ReturnId,
    IReadOnlyList<TenderShare> GivenBack,
    long ToWallet,
    long ToCard,
    long PointsTakenBack,
    DateTimeOffset RefundedAt) : OrderEvent;

/// <summary>The acquirer has given the card-paid share back to the card.</summary>
public sealed record CardRefunded(Guid OrderId, Guid ReturnId, long Amount, DateTimeOffset RefundedAt) : OrderEvent;
