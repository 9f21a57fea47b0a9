using System.Text.Json.Serialization;
using Marketplace.Application.Ports;

namespace Marketplace.Host.Adapters;

/// <summary>
/// What is posted to <c>operations</c> of the acquirer. The operation is a member of the signed body, not a part of the
/// address, so that nobody on the way can turn an inquiry into a void.
/// </summary>
/// <param name="PaymentReference">Ours, unique for ever.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "operation")]
[JsonDerivedType(typeof(AuthorisePayment), "authorise")]
[JsonDerivedType(typeof(CapturePayment), "capture")]
[JsonDerivedType(typeof(VoidPayment), "void")]
[JsonDerivedType(typeof(RefundPayment), "refund")]
[JsonDerivedType(typeof(InquirePayment), "inquire")]
public abstract record AcquirerRequest(string PaymentReference);

/// <summary>Reserve money, or take it at once.</summary>
public sealed record AuthorisePayment(string PaymentReference, long Amount, string CardToken, bool Capture) : AcquirerRequest(PaymentReference);

/// <summary>Take all or part of what is reserved; the rest is let go.</summary>
public sealed record CapturePayment(string PaymentReference, long Amount) : AcquirerRequest(PaymentReference);

/// <summary>Let go what is reserved.</summary>
public sealed record VoidPayment(string PaymentReference) : AcquirerRequest(PaymentReference);

/// <summary>Give back part of what was taken.</summary>
public sealed record RefundPayment(string PaymentReference, string RefundReference, long Amount) : AcquirerRequest(PaymentReference);

/// <summary>Tell what became of the authorisation.</summary>
public sealed record InquirePayment(string PaymentReference) : AcquirerRequest(PaymentReference);

/// <summary>What the acquirer answers, with status 200 also for a refusal; any other status means that nobody knows.</summary>
/// <param name="Outcome">What is known now.</param>
/// <param name="LastFour">The card's last four digits, when approved.</param>
/// <param name="Reason">A short machine word, when declined.</param>
/// <param name="ConfirmationUrl">Where the owner confirms, when that is needed.</param>
/// <param name="Fingerprint">Opaque, and the same for one card under any token; null from an acquirer that has none.</param>
public sealed record AcquirerReply(
    CardOutcome Outcome, string? LastFour = null, string? Reason = null, Uri? ConfirmationUrl = null, string? Fingerprint = null);
