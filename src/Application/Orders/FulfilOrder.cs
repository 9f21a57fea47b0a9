using JasperFx.Events;
using Marketplace.Application.BonusCards;
using Marketplace.Application.Idempotency;
using Marketplace.Application.Promotions;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Orders;
using Marten;
using Wolverine;

namespace Marketplace.Application.Orders;

/// <summary>The warehouse begins to assemble an order.</summary>
public sealed record StartAssembly(Guid OrderId, RequestKey? Key);

/// <summary>The order is handed over to the carrier.</summary>
public sealed record ShipOrder(Guid OrderId, RequestKey? Key);

/// <summary>The order waits at its pick-up point.</summary>
public sealed record RecordArrival(Guid OrderId, RequestKey? Key);

/// <summary>The customer has the goods.</summary>
/// <param name="CustomerId">Whose order it is, from the order's view.</param>
/// <param name="OrderId">The order.</param>
/// <param name="Key">The request.</param>
public sealed record DeliverOrder(Guid CustomerId, Guid OrderId, RequestKey? Key) : OfCustomer(CustomerId);

/// <summary>Where the order is now.</summary>
public sealed record FulfilmentAnswer(Guid OrderId, OrderStatus Status);

/// <summary>Moves an order from the warehouse to its customer (S66, S67).</summary>
public static class FulfilOrderHandler
{
    /// <summary>Assembly.</summary>
    public static FulfilmentAnswer Handle(
        StartAssembly command, [Loaded(nameof(StartAssembly.OrderId))] IEventStream<Order> order, IDocumentSession session, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        order.Append(OrderDecisions.StartAssembly(order.Existing(OrderErrors.Unknown), now));
        return session.Answered(command.Key, new FulfilmentAnswer(command.OrderId, OrderStatus.Assembling), now);
    }

    /// <summary>Hand-over to the carrier: the card is charged for what is due now, or let go when nothing is (P11).</summary>
    public static (FulfilmentAnswer Answer, OutgoingMessages Messages) Handle(
        ShipOrder command, [Loaded(nameof(ShipOrder.OrderId))] IEventStream<Order> order, IDocumentSession session, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        var state = order.Existing(OrderErrors.Unknown);
        OutgoingMessages messages = [];
        var decision = OrderDecisions.Ship(state, now);
        var shipped = order.Append(decision);
        // The carrier can be faster than the warehouse.
        if (shipped) messages.AddRange(RecordShipmentStatusHandler.Following(Order.Evolve(state, decision.Events[0])!));
        if (shipped && state.Card is { } card)
        {
            var due = state.CardRemaining;
            messages.Add(due.IsPositive
                ? new CaptureCardPayment(state.PaidFrom, state.Id, card.AttemptId, due.Kopecks)
                : new VoidCardPayment(state.PaidFrom, state.Id, card.AttemptId));
        }

        return (session.Answered(command.Key, new FulfilmentAnswer(command.OrderId, OrderStatus.Shipped), now), messages);
    }

    /// <summary>Arrival at the pick-up point.</summary>
    public static FulfilmentAnswer Handle(
        RecordArrival command, [Loaded(nameof(RecordArrival.OrderId))] IEventStream<Order> order, IDocumentSession session, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        order.Append(OrderDecisions.Arrive(order.Existing(OrderErrors.Unknown), now));
        return session.Answered(command.Key, new FulfilmentAnswer(command.OrderId, OrderStatus.ReadyForPickup), now);
    }

    /// <summary>Delivery: goods paid in money earn points, pending until the return window has passed (P5).</summary>
    public static async Task<(FulfilmentAnswer Answer, OutgoingMessages Messages)> Handle(
        DeliverOrder command,
        [Loaded(nameof(DeliverOrder.OrderId))] IEventStream<Order> order,
        [Loaded(nameof(DeliverOrder.BonusCardId))] IEventStream<BonusCard> card,
        IDocumentSession session,
        OrderPolicy policy,
        BonusCardPolicy points,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var state = order.OwnedBy(command.CustomerId);
        var rates = state.Lines.ConvertAll(l => new LineRate(l.LineId, points.RateOf(l.Category)));
        var earned = card.Aggregate is { IsActive: true } ? BonusCardPolicy.Earned(state.Lines.Select(l => (l.PaidInMoney, points.RateOf(l.Category)))) : 0;
        OutgoingMessages messages = [];
        var delivered = order.Append(OrderDecisions.Deliver(state, earned, policy, now, rates));
        // A friend's code that was named with this order is decided on once the goods can no longer come back (P12).
        if (delivered && await SettleReferral.OfAsync(session, state, cancellation) is { } referral) messages.Add(referral.ScheduledAt(now + policy.ReturnWindow));
        if (delivered && card.Aggregate is { } bonusCard)
        {
            var activatesAt = now + policy.ReturnWindow;
            if (card.Append(BonusCardDecisions.Accrue(bonusCard, state.Id, earned, activatesAt, points, now)))
            {
                messages.Add(new ActivatePoints(command.BonusCardId, state.Id).ScheduledAt(activatesAt));
            }
        }

        return (session.Answered(command.Key, new FulfilmentAnswer(command.OrderId, OrderStatus.Delivered), now), messages);
    }
}
