using System.Text.Json.Serialization;
using Marketplace.Application.Ports;

namespace Marketplace.Host.Adapters;

/// <summary>What is posted to <c>operations</c> of the bank; the operation is a member of the signed body.</summary>
/// <param name="PayoutReference">Ours, unique for ever.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "operation")]
[JsonDerivedType(typeof(SendPayout), "send")]
[JsonDerivedType(typeof(InquirePayout), "inquire")]
public abstract record BankRequest(string PayoutReference);

/// <summary>Send money out.</summary>
public sealed record SendPayout(string PayoutReference, long Amount, string Bic, string Account, string Recipient) : BankRequest(PayoutReference)
{
    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => nameof(SendPayout);
}

/// <summary>Tell what became of a payout.</summary>
public sealed record InquirePayout(string PayoutReference) : BankRequest(PayoutReference);

/// <summary>What the bank answers, with status 200 also for a refusal; any other status means that nobody knows.</summary>
public sealed record BankReply(PayoutOutcome Outcome, string? Reason = null);
