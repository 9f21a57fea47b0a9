using Marketplace.Application.Payments;
using Marketplace.Application.Ports;
using Marketplace.Domain.Orders;
using Marten;
using Wolverine;

namespace Marketplace.Application.Orders;

/// <summary>Asks the acquirer what became of a payment, until it is known (X4).</summary>
public sealed record FollowPayment(Guid CustomerId, Guid OrderId, Guid AttemptId, int Tries);

/// <summary>Handles <see cref="FollowPayment"/>.</summary>
public static class FollowPaymentHandler
{
    /// <summary>Records the end when there is one, else comes back later.</summary>
    public static async Task<OutgoingMessages> Handle(FollowPayment message, IQuerySession session, IAcquirer acquirer, CancellationToken cancellation)
    {
        var order = await session.Events.AggregateStreamAsync<Order>(message.OrderId, token: cancellation);
        if (order?.Pending is not { } pending || pending.AttemptId != message.AttemptId) return [];
        var reference = new PaymentReference(PaymentKind.Order, message.CustomerId, message.OrderId, message.AttemptId);
        var answer = await acquirer.AskAfterAsync(reference, message.Tries, cancellation);
        return answer.Outcome is CardOutcome.Approved or CardOutcome.Declined
            ? [new RecordCardPayment(message.CustomerId, message.OrderId, message.AttemptId, answer, pending.Card.Kopecks, null)]
            : [(message with { Tries = message.Tries + 1 }).DelayedFor(FollowUps.After(message.Tries + 1))];
    }
}
