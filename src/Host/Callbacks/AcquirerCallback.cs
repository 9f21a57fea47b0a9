namespace Marketplace.Host.Callbacks;

/// <summary>What happened to a card payment.</summary>
public enum AcquirerEventType
{
    /// <summary>The money is reserved.</summary>
    Authorised,

    /// <summary>The authorisation or sale was refused; with a refund reference, that refund was.</summary>
    Declined,

    /// <summary>The money is taken, by a capture or by a sale.</summary>
    Captured,

    /// <summary>The reserved money is let go.</summary>
    Voided,

    /// <summary>Captured money is given back.</summary>
    Refunded,
}

/// <summary>The acquirer tells what happened. It may tell it twice, late, in any order, and before its own answer arrives.</summary>
/// <param name="EventId">The same in every delivery of one fact: de-duplicate by it.</param>
/// <param name="Type">What happened.</param>
/// <param name="PaymentReference">Ours.</param>
/// <param name="Amount">Kopecks: reserved, refused, taken, let go or given back.</param>
/// <param name="OccurredAt">When it happened, not when it is told.</param>
/// <param name="RefundReference">Ours, when it is about a refund.</param>
/// <param name="LastFour">The card's last four digits.</param>
/// <param name="Reason">A short machine word, when declined.</param>
/// <param name="Fingerprint">Opaque, and the same for one card under any token; null from an acquirer that has none.</param>
public sealed record AcquirerCallback(
    Guid EventId,
    AcquirerEventType Type,
    string PaymentReference,
    long Amount,
    DateTimeOffset OccurredAt,
    string? RefundReference = null,
    string? LastFour = null,
    string? Reason = null,
    string? Fingerprint = null);
