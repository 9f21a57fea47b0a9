namespace Marketplace.Application.Ports;

/// <summary>What the bank said of a payout.</summary>
public enum PayoutOutcome
{
    /// <summary>Taken into work; the callback tells the end.</summary>
    Accepted,

    /// <summary>The money has arrived.</summary>
    Settled,

    /// <summary>Refused for good; nothing moved.</summary>
    Rejected,

    /// <summary>No answer in time: it may have been taken. Only a callback or an inquiry tells.</summary>
    Unknown,
}

/// <summary>The bank's answer to one payout.</summary>
/// <param name="Outcome">What is known now.</param>
/// <param name="Reason">A short machine word (<c>account-closed</c>), when rejected.</param>
/// <param name="OccurredAt">When it ended, when the bank tells of it later; null for an answer given at once.</param>
public sealed record PayoutAnswer(PayoutOutcome Outcome, string? Reason = null, DateTimeOffset? OccurredAt = null);

/// <summary>Where a payout goes. Personal data: never logged, never in an event in clear.</summary>
/// <param name="Bic">The bank's code, 9 digits.</param>
/// <param name="Account">The account, 20 digits.</param>
/// <param name="Recipient">The recipient's name.</param>
public sealed record PayoutRequisites(string Bic, string Account, string Recipient)
{
    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => nameof(PayoutRequisites);
}

/// <summary>
/// The bank that carries payouts out. Idempotent by reference. An implementation never throws for a time-out or a broken
/// connection: it answers <see cref="PayoutOutcome.Unknown"/>, because money that may have left must not be given back (X3, X4).
/// </summary>
public interface IBank
{
    /// <summary>Sends money out.</summary>
    /// <param name="payoutReference">Ours, unique for ever; it comes back in callbacks.</param>
    /// <param name="amount">Kopecks, positive.</param>
    /// <param name="requisites">Where to.</param>
    /// <param name="cancellation">Gives up waiting, not the payout.</param>
    Task<PayoutAnswer> SendAsync(string payoutReference, long amount, PayoutRequisites requisites, CancellationToken cancellation);

    /// <summary>What became of the payout; <see cref="PayoutOutcome.Rejected"/> with reason <c>unknown-payout</c> when the bank never heard of it.</summary>
    Task<PayoutAnswer> InquireAsync(string payoutReference, CancellationToken cancellation);
}
