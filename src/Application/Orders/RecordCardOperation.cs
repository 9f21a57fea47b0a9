using JasperFx.Events;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Values;

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
public sealed record RecordCardOperation(Guid CustomerId, Guid OrderId, Guid AttemptId, CardOperation Operation, Guid ReturnId, long Amount);

/// <summary>Handles <see cref="RecordCardOperation"/>.</summary>
public static class RecordCardOperationHandler
{
    /// <summary>Notes it.</summary>
    public static void Handle(
        RecordCardOperation command, [Loaded(nameof(RecordCardOperation.OrderId))] IEventStream<Order> order, TimeProvider clock)
    {
        var (state, now) = (order.OfPayer(command.CustomerId), clock.GetUtcNow());
        order.Append(command.Operation switch
        {
            CardOperation.Capture => OrderDecisions.RecordCapture(state, command.AttemptId, new Money(command.Amount), now),
            CardOperation.Void => OrderDecisions.RecordVoid(state, command.AttemptId, now),
            _ => ReturnDecisions.RecordCardRefund(state, command.ReturnId, now),
        });
    }
}
