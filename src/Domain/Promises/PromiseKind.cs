namespace Marketplace.Domain.Promises;

/// <summary>What customers are promised with a time, each made and ended by events (U15).</summary>
public enum PromiseKind
{
    /// <summary>A withdrawal that nobody confirms gives its money back when its 20 minutes are over (P6).</summary>
    UnconfirmedMoneyReleased,

    /// <summary>A contact changes when nobody objected for 14 days, and not before (S47, D11).</summary>
    ContactChanged,

    /// <summary>A payout arrives by the end of the third business day (S92).</summary>
    PayoutArrived,

    /// <summary>Points can be spent when the return window of their order is over, and not before (P5).</summary>
    PointsActivated,

    /// <summary>Reserved goods are kept for 24 hours, and then are free for others (P3).</summary>
    ReservationKept,

    /// <summary>What the wallet gets back of a cancellation, removal or return is there at once (S85, S86).</summary>
    WalletRefunded,

    /// <summary>What a card gets back of a return is on its way within the ten days of the law (D15).</summary>
    CardRefunded,

    /// <summary>The card of a cancelled order is let go within the same ten days (P11).</summary>
    CardReleased,

    /// <summary>A confirmed deletion is carried out within 15 minutes (S100).</summary>
    AccountErased,
}

/// <summary>A promise that was not kept.</summary>
/// <param name="Id">The withdrawal, change, lot, reservation, order, removal, return or customer that it was about.</param>
/// <param name="NotBefore">The first moment that was right; null when sooner is better.</param>
/// <param name="DueAt">The last moment that was right.</param>
/// <param name="DoneAt">When it was done; null when it has not been.</param>
public sealed record BrokenPromise(Guid Id, DateTimeOffset? NotBefore, DateTimeOffset DueAt, DateTimeOffset? DoneAt);

/// <summary>How the promises of one kind were kept.</summary>
/// <param name="Promise">Which.</param>
/// <param name="Kept">Done in time.</param>
/// <param name="Early">Done before their time.</param>
/// <param name="Late">Done after their time, or not done although it is over.</param>
/// <param name="Open">Not done, with time left.</param>
/// <param name="Void">Nothing was owed any more: the customer decided otherwise, or it ended in another way.</param>
/// <param name="Broken">The early and the late ones, oldest first.</param>
public sealed record PromiseTally(PromiseKind Promise, long Kept, long Early, long Late, long Open, long Void, IReadOnlyList<BrokenPromise> Broken);
