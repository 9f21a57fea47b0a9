namespace Marketplace.Host.Callbacks;

/// <summary>How a payout ended.</summary>
public enum BankEventType
{
    /// <summary>The money has arrived.</summary>
    Settled,

    /// <summary>Refused for good; nothing moved.</summary>
    Rejected,
}

/// <summary>The bank tells how a payout ended. It may tell it twice, late, and before its own answer arrives.</summary>
/// <param name="EventId">The same in every delivery of one fact: de-duplicate by it.</param>
/// <param name="Type">How it ended.</param>
/// <param name="PayoutReference">Ours.</param>
/// <param name="Amount">Kopecks.</param>
/// <param name="OccurredAt">When it ended, not when it is told.</param>
/// <param name="Reason">A short machine word, when rejected.</param>
public sealed record BankCallback(Guid EventId, BankEventType Type, string PayoutReference, long Amount, DateTimeOffset OccurredAt, string? Reason = null);
