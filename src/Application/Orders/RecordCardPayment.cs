using JasperFx.Events;
using Marketplace.Application.Idempotency;
using Marketplace.Application.Payments;
using Marketplace.Application.Ports;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using Marten;
using Wolverine;

namespace Marketplace.Application.Orders;

/// <summary>Notes what the acquirer said of the card part of a payment.</summary>
/// <param name="CustomerId">Who pays.</param>
/// <param name="OrderId">What is paid.</param>
/// <param name="AttemptId">The attempt.</param>
/// <param name="Answer">The acquirer's word.</param>
/// <param name="Amount">Kopecks that the acquirer speaks of.</param>
/// <param name="Key">The request that waits for the answer; null for a callback.</param>
/// <param name="Wallet">Kopecks of the wallet in that request. The attempt itself may be over by now: a callback can overtake the answer.</param>
/// <param name="Points">Points in that request.</param>
public sealed record RecordCardPayment(
    Guid CustomerId, Guid OrderId, Guid AttemptId, CardAnswer Answer, long Amount, RequestKey? Key, long Wallet = 0, long Points = 0) : OfCustomer(CustomerId);

/// <summary>Handles <see cref="RecordCardPayment"/>.</summary>
public static class RecordCardPaymentHandler
{
    /// <summary>Pays the order, or frees what was set aside; a repeated word changes nothing.</summary>
    public static async Task<(PaymentAnswer Answer, OutgoingMessages Messages)> Handle(
        RecordCardPayment command,
        [Locked(nameof(RecordCardPayment.WalletId))] IEventStream<Wallet> wallet,
        [Loaded(nameof(RecordCardPayment.OrderId))] IEventStream<Order> order,
        [Loaded(nameof(RecordCardPayment.BonusCardId))] IEventStream<BonusCard> card,
        IDocumentSession session,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var (state, attempt, answer) = (order.OfPayer(command.CustomerId), command.AttemptId, command.Answer);
        var pending = state.Pending?.AttemptId == attempt ? state.Pending : null;
        OutgoingMessages messages = [];
        if (answer.Outcome == CardOutcome.Approved)
        {
            // The order is paid, and the wallet's part with it, when the card was authorised (U2).
            var paidAt = await session.TookEffectAsync<OrderPaymentRequested>(
                command.OrderId, pending is null ? null : answer.OccurredAt, e => e.AttemptId == attempt, e => e.RequestedAt, now, cancellation);
            var paid = order.Append(PaymentDecisions.ConfirmCard(state, attempt, new Money(command.Amount), answer.LastFour, paidAt));
            if (paid && pending is { Wallet.IsPositive: true }) wallet.Append(WalletDecisions.Capture(wallet.Existing(WalletErrors.Unknown), attempt, paidAt));
            if (paid) await session.SeeCardAsync(answer, state.CustomerId, now, cancellation);
            // However often it is told: the void has the attempt's own reference, and the acquirer carries it out once.
            if (PaymentDecisions.IsStray(state, attempt)) messages.Add(new VoidCardPayment(command.CustomerId, command.OrderId, attempt));
        }

        if (answer.Outcome == CardOutcome.Declined && order.Append(PaymentDecisions.DeclineCard(state, attempt, Reason(answer), now)))
        {
            // A guest has none.
            if (wallet.Aggregate is { } purse) wallet.Append(WalletDecisions.Release(purse, attempt, ReleaseReason.PaymentDeclined, now));
            if (card.Aggregate is { } points) card.Append(BonusCardDecisions.Restore(points, attempt, attempt, pending?.Points ?? 0, now));
        }

        var (status, reason) = StandingOf(state, attempt, answer);
        var result = new PaymentAnswer(command.OrderId, attempt, status, command.Wallet, command.Points, command.Amount, answer.ConfirmationUrl, reason);
        return (session.AnsweredAtLast(command.Key, result, now), messages);
    }

    private static string Reason(CardAnswer answer) => answer.DeclineReason ?? "declined";

    // The attempt may have ended before this answer arrived, by a callback or an inquiry, and what was recorded then counts: «paid»
    // must never be said of a card that is let go. Silence is «pending» all the same; the customer reads on how it ended.
    private static (PaymentStatus Status, string? Reason) StandingOf(Order before, Guid attempt, CardAnswer answer) => answer.Outcome switch
    {
        _ when before.Declined.TryGetValue(attempt, out var reason) => (PaymentStatus.Declined, reason),
        CardOutcome.Declined when before.PaidBy != attempt => (PaymentStatus.Declined, Reason(answer)),
        CardOutcome.Approved or CardOutcome.Declined => (PaymentStatus.Paid, null),
        CardOutcome.ConfirmationNeeded => (PaymentStatus.ConfirmationNeeded, null),
        _ => (PaymentStatus.Pending, null),
    };
}
