namespace Marketplace.Application.Ports;

/// <summary>What the acquirer said of a card operation, or that nobody knows yet.</summary>
public enum CardOutcome
{
    /// <summary>Done; the money is reserved (authorise), taken (sale, capture), let go (void) or given back (refund).</summary>
    Approved,

    /// <summary>Refused for good; nothing moved.</summary>
    Declined,

    /// <summary>The card's owner must confirm at <see cref="CardAnswer.ConfirmationUrl"/> first (3-D Secure).</summary>
    ConfirmationNeeded,

    /// <summary>No answer in time: it may have happened. Only a callback or an inquiry tells.</summary>
    Unknown,
}

/// <summary>The acquirer's answer to one operation.</summary>
/// <param name="Outcome">What is known now.</param>
/// <param name="LastFour">The card's last four digits, when approved.</param>
/// <param name="DeclineReason">A short machine word (<c>do-not-honour</c>), when declined.</param>
/// <param name="ConfirmationUrl">Where the owner confirms, when confirmation is needed.</param>
/// <param name="CardKey">
/// The same for one card under any token, when approved: a keyed hash of what the acquirer knows the card by, made at the edge because
/// the answer can travel as a durable message. Null when the acquirer does not say, which means unknown and not another card.
/// </param>
/// <param name="OccurredAt">When it happened, when the acquirer tells of it later; null for an answer given at once.</param>
public sealed record CardAnswer(
    CardOutcome Outcome,
    string? LastFour = null,
    string? DeclineReason = null,
    Uri? ConfirmationUrl = null,
    string? CardKey = null,
    DateTimeOffset? OccurredAt = null);

/// <summary>
/// The card acquirer. Every operation is idempotent by its own reference: asking twice moves money once, and a refusal is
/// repeated. An implementation never throws for a time-out or a broken connection: it answers <see cref="CardOutcome.Unknown"/>.
/// </summary>
public interface IAcquirer
{
    /// <summary>Reserves money on a card (capture follows), or takes it at once when <paramref name="capture"/> is true.</summary>
    /// <param name="paymentReference">Ours, unique for ever; it comes back in callbacks.</param>
    /// <param name="amount">Kopecks, positive.</param>
    /// <param name="cardToken">The card as the acquirer's token; never a card number.</param>
    /// <param name="capture">True for a sale (a top-up), false for an authorisation (an order, P11).</param>
    /// <param name="cancellation">Gives up waiting, not the operation.</param>
    Task<CardAnswer> AuthoriseAsync(string paymentReference, long amount, string cardToken, bool capture, CancellationToken cancellation);

    /// <summary>Takes all or part of what was authorised; the rest is let go.</summary>
    Task<CardAnswer> CaptureAsync(string paymentReference, long amount, CancellationToken cancellation);

    /// <summary>Lets an authorisation go.</summary>
    Task<CardAnswer> VoidAsync(string paymentReference, CancellationToken cancellation);

    /// <summary>Gives back part of what was captured.</summary>
    /// <param name="paymentReference">The payment that is refunded.</param>
    /// <param name="refundReference">Ours, unique for ever.</param>
    /// <param name="amount">Kopecks, positive; all refunds together never exceed what was captured.</param>
    /// <param name="cancellation">Gives up waiting, not the operation.</param>
    Task<CardAnswer> RefundAsync(string paymentReference, string refundReference, long amount, CancellationToken cancellation);

    /// <summary>
    /// What became of the authorisation with this reference. <see cref="CardOutcome.Declined"/> when it was voided before its owner
    /// confirmed it, because no money was ever there; with reason <c>unknown-payment</c> when the acquirer has not heard of it,
    /// or not yet: an inquiry can overtake the request, and then the money is taken after all.
    /// </summary>
    Task<CardAnswer> InquireAsync(string paymentReference, CancellationToken cancellation);
}
