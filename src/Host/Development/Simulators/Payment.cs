using Marketplace.Host.Callbacks;

namespace Marketplace.Host.Development.Simulators;

/// <summary>Where a payment stands at the acquirer.</summary>
public enum PaymentStatus
{
    /// <summary>The card's owner has not confirmed yet.</summary>
    AwaitingConfirmation,

    /// <summary>Money is reserved.</summary>
    Authorised,

    /// <summary>Money is taken.</summary>
    Captured,

    /// <summary>The reservation was let go.</summary>
    Voided,

    /// <summary>Refused for good.</summary>
    Declined,
}

/// <summary>What an operation does to a payment: the next state and the event to tell, or neither when it is refused or a repeat.</summary>
/// <param name="Next">The payment afterwards.</param>
/// <param name="Event">What to call back, if anything happened.</param>
/// <param name="Amount">Kopecks of the event.</param>
/// <param name="Refusal">Why not, when refused; nothing moved then.</param>
public sealed record PaymentMove(Payment Next, AcquirerEventType? Event = null, long Amount = 0, string? Refusal = null);

/// <summary>A payment as the acquirer keeps it. Amounts are kopecks.</summary>
/// <param name="Reference">The merchant's.</param>
/// <param name="Amount">What was asked for.</param>
/// <param name="Card">The card.</param>
/// <param name="Sale">Take at once instead of reserving.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Reason">Why it was declined, or let go before its owner had confirmed it.</param>
/// <param name="Captured">What was taken, never more than <paramref name="Amount"/>.</param>
/// <param name="ConfirmationId">Names the page on which the owner decides; not guessable from the reference.</param>
/// <param name="AskedAt">When it was first asked for.</param>
public sealed record Payment(
    string Reference, long Amount, TestCard Card, bool Sale, PaymentStatus Status, string? Reason, long Captured, Guid ConfirmationId, DateTimeOffset AskedAt)
{
    /// <summary>A card is charged for the first time under this reference.</summary>
    public static PaymentMove Ask(string reference, long amount, TestCard card, bool sale, Guid confirmationId, DateTimeOffset now)
    {
        var asked = new Payment(reference, amount, card, sale, PaymentStatus.AwaitingConfirmation, null, 0, confirmationId, now);
        return card.Manner switch
        {
            CardManner.AsksOwner => new(asked),
            CardManner.Declines => asked.Decline(card.Refusal!),
            _ => asked.Approve(),
        };
    }

    /// <summary>The owner says yes or no; once said, it stays.</summary>
    public PaymentMove Decide(bool approve) => Status switch
    {
        PaymentStatus.AwaitingConfirmation => approve ? Approve() : Decline("confirmation-declined"),
        _ => Refuse("already-decided"),
    };

    /// <summary>Takes all or part; the rest is let go.</summary>
    public PaymentMove Capture(long amount) => Status switch
    {
        PaymentStatus.Captured => amount == Captured ? new(this) : Refuse("already-captured"),
        PaymentStatus.Authorised when amount > Amount => Refuse("amount-exceeds-authorised"),
        PaymentStatus.Authorised => new(this with { Status = PaymentStatus.Captured, Captured = amount }, AcquirerEventType.Captured, amount),
        _ => Refuse("not-authorised"),
    };

    /// <summary>Lets the reservation go; also one that its owner has not confirmed, who then cannot any more.</summary>
    public PaymentMove Void() => Status switch
    {
        PaymentStatus.Voided => new(this),
        PaymentStatus.Authorised => new(this with { Status = PaymentStatus.Voided }, AcquirerEventType.Voided, Amount),
        PaymentStatus.AwaitingConfirmation => new(this with { Status = PaymentStatus.Voided, Reason = "not-confirmed" }, AcquirerEventType.Voided, Amount),
        PaymentStatus.Captured => Refuse("already-captured"),
        _ => Refuse("not-authorised"),
    };

    /// <summary>Why a refund of this amount is refused after others of that sum; null when it is not.</summary>
    public string? RefundRefusal(long amount, long refunded) => this switch
    {
        { Status: not PaymentStatus.Captured } => "not-captured",
        _ when amount > Captured - refunded => "amount-exceeds-captured",
        _ => null,
    };

    private PaymentMove Approve() => Sale
        ? new(this with { Status = PaymentStatus.Captured, Captured = Amount }, AcquirerEventType.Captured, Amount)
        : new(this with { Status = PaymentStatus.Authorised }, AcquirerEventType.Authorised, Amount);

    private PaymentMove Decline(string reason) =>
        new(this with { Status = PaymentStatus.Declined, Reason = reason }, AcquirerEventType.Declined, Amount);

    private PaymentMove Refuse(string reason) => new(this, Refusal: reason);
}
