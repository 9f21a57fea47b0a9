using JasperFx.Events;
using Marketplace.Application.Payments;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Values;
using Marten;

namespace Marketplace.Application.Orders;

/// <summary>What the acquirer did with an authorised card.</summary>
public enum CardOperation
{
    /// <summary>Took the money.</summary>
    Capture,

    /// <summary>Let it go.</summary>
    Void,

    /// <summary>Gave part of it back.</summary>
    Refund,
}

/// <summary>Notes what the acquirer did; the same again changes nothing.</summary>
/// <param name="CustomerId">Who paid.</param>
/// <param name="OrderId">The order.</param>
/// <param name="AttemptId">The payment.</param>
/// <param name="Operation">What was done.</param>
/// <param name="ReturnId">The return, of a refund.</param>
/// <param name="Amount">Kopecks that the acquirer speaks of.</param>
/// <param name="OccurredAt">When it was done, as the acquirer says.</param>
public sealed record RecordCardOperation(
    Guid CustomerId, Guid OrderId, Guid AttemptId, CardOperation Operation, Guid ReturnId, long Amount, DateTimeOffset? OccurredAt = null);

/// <summary>Handles <see cref="RecordCardOperation"/>.</summary>
public static class RecordCardOperationHandler
{
    /// <summary>Notes it, with the time at which it was done (U2).</summary>
    public static async Task Handle(
        RecordCardOperation command,
        [Loaded(nameof(RecordCardOperation.OrderId))] IEventStream<Order> order,
        IQuerySession session,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var state = order.OfPayer(command.CustomerId);
        var at = await DoneAtAsync(command, session, clock.GetUtcNow(), cancellation);
        order.Append(command.Operation switch
        {
            CardOperation.Capture => OrderDecisions.RecordCapture(state, command.AttemptId, new Money(command.Amount), at),
            CardOperation.Void => OrderDecisions.RecordVoid(state, command.AttemptId, at),
            _ => ReturnDecisions.RecordCardRefund(state, command.AttemptId, command.ReturnId, new Money(command.Amount), at),
        });
    }

    // A card is charged at dispatch, given money back when the goods were counted, and let go at any time once it has paid.
    private static Task<DateTimeOffset> DoneAtAsync(RecordCardOperation command, IQuerySession session, DateTimeOffset now, CancellationToken cancellation) =>
        command.Operation switch
        {
            CardOperation.Capture => session.TookEffectAsync<OrderShipped>(command.OrderId, command.OccurredAt, _ => true, e => e.ShippedAt, now, cancellation),
            CardOperation.Void => session.TookEffectAsync<OrderPaid>(
                command.OrderId, command.OccurredAt, e => e.AttemptId == command.AttemptId, e => e.PaidAt, now, cancellation),
            _ => session.TookEffectAsync<ReturnRefunded>(
                command.OrderId, command.OccurredAt, e => e.ReturnId == command.ReturnId, e => e.RefundedAt, now, cancellation),
        };
}
