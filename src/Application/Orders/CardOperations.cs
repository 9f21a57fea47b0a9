using JasperFx.Events;
using Marketplace.Application.Payments;
using Marketplace.Application.Ports;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Values;

namespace Marketplace.Application.Orders;

/// <summary>Takes what is due from the authorised card, at dispatch (P11).</summary>
public sealed record CaptureCardPayment(Guid CustomerId, Guid OrderId, Guid AttemptId, long Amount);

/// <summary>Lets an authorisation go that nothing is due of.</summary>
public sealed record VoidCardPayment(Guid CustomerId, Guid OrderId, Guid AttemptId);

/// <summary>Gives the card its share of a return back (D15).</summary>
public sealed record RefundCardPayment(Guid CustomerId, Guid OrderId, Guid AttemptId, Guid ReturnId, long Amount);

/// <summary>
/// Asks the acquirer for what our events have promised. Each operation is idempotent by its reference, so that a repeat
/// after a crash moves no money twice; silence is tried again until there is an answer.
/// </summary>
public static class CardOperationsHandler
{
    /// <summary>Captures.</summary>
    public static async Task Handle(
        CaptureCardPayment message, [Loaded(nameof(CaptureCardPayment.OrderId))] IEventStream<Order> order, IAcquirer acquirer, TimeProvider clock, CancellationToken cancellation)
    {
        var state = order.OfPayer(message.CustomerId);
        if (state.Card is not { Captured: false, Voided: false }) return;
        var answer = await acquirer.CaptureAsync(Reference(message.CustomerId, message.OrderId, message.AttemptId), message.Amount, cancellation);
        Demand(answer, "capture");
        order.Append(OrderDecisions.RecordCapture(state, message.AttemptId, new Money(message.Amount), clock.GetUtcNow()));
    }

    /// <summary>Voids.</summary>
    public static async Task Handle(
        VoidCardPayment message, [Loaded(nameof(VoidCardPayment.OrderId))] IEventStream<Order> order, IAcquirer acquirer, TimeProvider clock, CancellationToken cancellation)
    {
        var answer = await acquirer.VoidAsync(Reference(message.CustomerId, message.OrderId, message.AttemptId), cancellation);
        Demand(answer, "void");
        order.Append(OrderDecisions.RecordVoid(order.OfPayer(message.CustomerId), message.AttemptId, clock.GetUtcNow()));
    }

    /// <summary>Refunds; a refund that overtakes its capture waits for it.</summary>
    public static async Task Handle(
        RefundCardPayment message, [Loaded(nameof(RefundCardPayment.OrderId))] IEventStream<Order> order, IAcquirer acquirer, TimeProvider clock, CancellationToken cancellation)
    {
        var state = order.OfPayer(message.CustomerId);
        if (state.Card is not { Captured: true }) throw new ProviderSilentException("refund before capture");
        var answer = await acquirer.RefundAsync(
            Reference(message.CustomerId, message.OrderId, message.AttemptId), message.ReturnId.ToString("N"), message.Amount, cancellation);
        Demand(answer, "refund");
        order.Append(ReturnDecisions.RecordCardRefund(state, message.AttemptId, message.ReturnId, new Money(message.Amount), clock.GetUtcNow()));
    }

    private static string Reference(Guid customerId, Guid orderId, Guid attemptId) =>
        new PaymentReference(PaymentKind.Order, customerId, orderId, attemptId).ToString();

    private static void Demand(CardAnswer answer, string operation)
    {
        if (answer.Outcome == CardOutcome.Declined) throw new ProviderRefusedException($"{operation}: {answer.DeclineReason}");
        if (answer.Outcome != CardOutcome.Approved) throw new ProviderSilentException(operation);
    }
}
