using JasperFx.Events;
using Marketplace.Application.Payments;
using Marketplace.Application.Ports;
using Marketplace.Domain;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using Marten;
using Wolverine;

namespace Marketplace.Application.Wallets;

/// <summary>Brings a confirmed withdrawal to the bank, and asks after it until it has ended (X3, X4).</summary>
public sealed record SendWithdrawal(Guid CustomerId, Guid WithdrawalId, int Tries) : OfCustomer(CustomerId);

/// <summary>Notes what the bank said of a payout.</summary>
/// <param name="CustomerId">Whose.</param>
/// <param name="WithdrawalId">Which.</param>
/// <param name="Answer">The bank's word.</param>
/// <param name="Amount">Kopecks that the bank speaks of.</param>
public sealed record RecordPayout(Guid CustomerId, Guid WithdrawalId, PayoutAnswer Answer, long Amount) : OfCustomer(CustomerId);

/// <summary>What we call a payout at the bank; it never changes (X5).</summary>
public static class PayoutReference
{
    /// <summary>As the bank knows it.</summary>
    public static string Of(Guid customerId, Guid withdrawalId) => $"w.{customerId:N}.{withdrawalId:N}";

    /// <summary>Reads it back; null when it is not one of ours.</summary>
    public static (Guid CustomerId, Guid WithdrawalId)? Parse(string text) =>
        text.Split('.') is ["w", var c, var w] && Guid.TryParseExact(c, "N", out var customer) && Guid.TryParseExact(w, "N", out var withdrawal)
            ? (customer, withdrawal)
            : null;
}

/// <summary>Handles <see cref="SendWithdrawal"/>.</summary>
public static class SendWithdrawalHandler
{
    /// <summary>
    /// Sends it, or asks what became of it when it was sent before. A bank that never heard of it is asked to pay: the
    /// reference is the same, so that nothing is paid twice. Silence is noted and tried again.
    /// </summary>
    public static async Task<OutgoingMessages> Handle(SendWithdrawal message, IQuerySession session, IBank bank, CancellationToken cancellation)
    {
        var wallet = await session.LoadAsync<Wallet>(message.WalletId, cancellation);
        if (wallet?.Withdrawal is not { } open || open.WithdrawalId != message.WithdrawalId || open.Status == WithdrawalStatus.Requested) return [];

        var requested = await WithdrawalEvents.RequestOfAsync(session, message.WalletId, message.WithdrawalId, cancellation);
        var reference = PayoutReference.Of(message.CustomerId, message.WithdrawalId);
        var known = open.Status == WithdrawalStatus.Confirmed ? null : await bank.InquireAsync(reference, cancellation);
        var answer = known is null or { Outcome: PayoutOutcome.Rejected, Reason: "unknown-payout" }
            ? await PayAsync(bank, reference, requested, cancellation)
            : known;
        var next = message with { Tries = message.Tries + 1 };
        return [new RecordPayout(message.CustomerId, message.WithdrawalId, answer, requested.Amount), next.DelayedFor(FollowUps.After(message.Tries))];
    }

    private static Task<PayoutAnswer> PayAsync(IBank bank, string reference, WithdrawalRequested requested, CancellationToken cancellation) =>
        requested.Destination.Value is { } to
            ? bank.SendAsync(reference, requested.Amount, new PayoutRequisites(to.Bic, to.Account, to.Recipient), cancellation)
            : throw new ProviderRefusedException("payout: its destination has been erased");
}

/// <summary>Handles <see cref="RecordPayout"/>.</summary>
public static class RecordPayoutHandler
{
    /// <summary>Moves the withdrawal on; only a definite word ends it, once (S91, I9). The customer's notice follows from the event.</summary>
    public static async Task Handle(
        RecordPayout command,
        [Locked(nameof(RecordPayout.WalletId))] IEventStream<Wallet> wallet,
        IDocumentSession session,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var (now, id) = (clock.GetUtcNow(), command.WithdrawalId);
        var state = wallet.Existing(WalletErrors.Unknown);
        // When the money left, and not when the bank came round to telling (U2).
        var settledAt = await session.TookEffectAsync<WithdrawalConfirmed>(
            command.WalletId, command.Answer.OccurredAt, e => e.WithdrawalId == id, e => e.ConfirmedAt, now, cancellation);
        wallet.Append(command.Answer.Outcome switch
        {
            PayoutOutcome.Settled when state.Withdrawal?.WithdrawalId != id => await SettleLateAsync(command, state, session, settledAt, cancellation),
            PayoutOutcome.Settled => WithdrawalDecisions.Settle(state, id, new Money(command.Amount), settledAt),
            PayoutOutcome.Rejected => WithdrawalDecisions.Reject(state, id, command.Answer.Reason ?? "rejected", now),
            PayoutOutcome.Accepted => WithdrawalDecisions.RecordSent(state, id, now),
            _ => WithdrawalDecisions.RecordUnknown(state, id, now),
        });
    }

    // The withdrawal has ended. A second word of its settlement changes nothing; a bank that pays what it had rejected has taken
    // money that the wallet thought it had back. Whether it did is in the stream, read under the wallet's lock.
    private static async Task<Decision<WalletEvent>> SettleLateAsync(
        RecordPayout command, Wallet state, IQuerySession session, DateTimeOffset settledAt, CancellationToken cancellation)
    {
        var history = (await session.Events.FetchStreamAsync(command.WalletId, token: cancellation)).Select(e => (WalletEvent)e.Data).ToList();
        return WalletDebts.SettleAfterRejection(state, history, command.WithdrawalId, new Money(command.Amount), settledAt);
    }
}
