using Marketplace.Domain.Customers;
using Marketplace.Domain.Payments;
using Marketplace.Domain.Values;

namespace Marketplace.Domain.Orders;

/// <summary>
/// How an order is paid by wallet, points and card (S63, S64). An attempt keeps its id whatever happens to it (X5); a card
/// part is first requested, and only the acquirer's word pays the order or ends the attempt.
/// </summary>
public static class PaymentDecisions
{
    /// <summary>Pays at once when no card is needed, else notes the attempt. Instalments are the customer's promise and pay at once (S72).</summary>
    /// <param name="order">The order.</param>
    /// <param name="attemptId">The attempt.</param>
    /// <param name="wallet">From the wallet.</param>
    /// <param name="points">Points.</param>
    /// <param name="hasCard">Whether a card takes the rest.</param>
    /// <param name="policy">The numbers.</param>
    /// <param name="now">The time.</param>
    /// <param name="instalments">In how many monthly parts the rest is owed; 0 for none (P13).</param>
    public static Decision<OrderEvent> Pay(
        Order order, Guid attemptId, Money wallet, long points, bool hasCard, OrderPolicy policy, DateTimeOffset now, int instalments = 0)
    {
        if (order.PaidBy == attemptId || order.Pending?.AttemptId == attemptId) return Decision<OrderEvent>.Nothing;
        if (order.Declined.TryGetValue(attemptId, out var reason)) return OrderErrors.PaymentDeclined(reason);
        if (order.Pending is not null) return OrderErrors.PaymentInProgress;
        if (order.Status == OrderStatus.Cancelled) return OrderErrors.InvalidTransition(order.Status, OrderStep.Payment);
        if (order.Status != OrderStatus.Placed) return OrderErrors.AlreadyPaid;
        if (wallet.Kopecks < 0) return OrderErrors.TenderNegative("wallet");
        // Only a card: a guest has no wallet and no points, and nobody knows who would owe the instalments.
        if (order.Guest && (wallet.IsPositive || points > 0 || instalments != 0)) return CustomerErrors.SignInRequired;
        if (RefusePoints(points, Tenders.MostPoints(order, policy)) is { } refused) return refused;
        var (due, offered) = (order.Total, wallet + new Money(points * 100));
        if (offered > due) return OrderErrors.PaymentExceeds(due, offered);
        var card = due - offered;
        if (instalments != 0)
        {
            if (hasCard) return InstalmentErrors.CardOrInstalments;
            if (InstalmentDecisions.Refuse(card, instalments, policy) is { } inParts) return inParts;
            return Decision<OrderEvent>.Of(
                OnInstalments(order, attemptId, wallet, points, card, now), InstalmentDecisions.Open(order, card, instalments, policy, now));
        }

        if (!card.IsPositive) return Paid(order, attemptId, wallet, points, Money.Zero, null, now);
        return hasCard
            ? new OrderPaymentRequested(order.Id, attemptId, wallet.Kopecks, points, card.Kopecks, now)
            : OrderErrors.PaymentShort(due, offered);
    }

    /// <summary>Why so many points cannot pay for goods that carry <paramref name="most"/>; null when they can (P5). A preview asks the same.</summary>
    public static Rejection? RefusePoints(long points, long most) =>
        points < 0 ? OrderErrors.TenderNegative("points") : points > most ? OrderErrors.TooManyPoints(most) : null;

    /// <summary>The acquirer has reserved the card part: the order is paid. A second word changes nothing.</summary>
    public static Decision<OrderEvent> ConfirmCard(Order order, Guid attemptId, Money authorised, string? lastFour, DateTimeOffset now)
    {
        if (order.Pending is not { } pending || pending.AttemptId != attemptId) return Decision<OrderEvent>.Nothing;
        if (pending.Card != authorised) return PaymentErrors.AmountMismatch;
        return Paid(order, attemptId, pending.Wallet, pending.Points, pending.Card, lastFour, now);
    }

    /// <summary>The acquirer refused for good: the attempt ends.</summary>
    public static Decision<OrderEvent> DeclineCard(Order order, Guid attemptId, string reason, DateTimeOffset now) =>
        order.Pending?.AttemptId == attemptId
            ? new OrderPaymentDeclined(order.Id, attemptId, reason, now)
            : Decision<OrderEvent>.Nothing;

    /// <summary>
    /// Whether money that the acquirer has reserved under this attempt pays nothing and never will: the attempt was declined
    /// before, or the order never had it. Nobody would take it, so it must be let go.
    /// </summary>
    public static bool IsStray(Order order, Guid attemptId) => order.PaidBy != attemptId && order.Pending?.AttemptId != attemptId;

    private static OrderPaid OnInstalments(Order order, Guid attemptId, Money wallet, long points, Money debt, DateTimeOffset now) =>
        new(order.Id, attemptId, wallet.Kopecks, points, 0, null, Tenders.Split(order, wallet, points, onInstalments: true), now)
        {
            InstalmentAmount = debt.Kopecks,
        };

    private static OrderPaid Paid(Order order, Guid attemptId, Money wallet, long points, Money card, string? lastFour, DateTimeOffset now) =>
        new(order.Id, attemptId, wallet.Kopecks, points, card.Kopecks, lastFour, Tenders.Split(order, wallet, points), now);
}
