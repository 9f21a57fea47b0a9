using Marketplace.Domain.Customers;
using Marketplace.Domain.Payments;
using Marketplace.Domain.Values;

namespace Marketplace.Domain.Orders;

/// <summary>How delivered goods come back and are refunded, by unit (S71, S85, D15, X14–X17).</summary>
public static class ReturnDecisions
{
    /// <summary>Announces units; what is announced already is not there to announce again.</summary>
    public static Decision<OrderEvent> RequestReturn(
        Order order, Guid returnId, IReadOnlyList<ReturnedUnits> units, RefundDestination refundTo, DateTimeOffset now)
    {
        if (order.Returns.Exists(r => r.ReturnId == returnId)) return Decision<OrderEvent>.Nothing;
        if (order.Status is not (OrderStatus.Delivered or OrderStatus.PartlyReturned or OrderStatus.Returned)) return OrderErrors.NotDelivered;
        // What would be refunded has nowhere to go but an account (D1).
        if (order.Guest) return CustomerErrors.SignInRequired;
        if (now >= order.ReturnableUntil) return OrderErrors.ReturnWindowClosed;
        if (units.Count == 0 || units.DistinctBy(u => u.LineId).Count() < units.Count) return OrderErrors.LinesInvalid(order.Lines.Count);
        foreach (var unit in units)
        {
            if (order.Lines.Find(l => l.LineId == unit.LineId) is not { } line) return OrderErrors.LineUnknown;
            if (!ReturnPolicy.Allows(line.Returns, unit.Reason)) return OrderErrors.NotReturnable(line.Category);
            var free = line.Remaining - Announced(order, line.LineId);
            if (unit.Quantity < 1 || unit.Quantity > free) return OrderErrors.QuantityExceeds(free);
        }

        return new ReturnRequested(order.Id, returnId, order.CustomerId, units, refundTo, now);
    }

    /// <summary>The units may be sent.</summary>
    public static Decision<OrderEvent> Approve(Order order, Guid returnId, DateTimeOffset now) => Find(order, returnId)?.Status switch
    {
        null => OrderErrors.ReturnUnknown,
        ReturnStatus.Approved => Decision<OrderEvent>.Nothing,
        ReturnStatus.Requested => new ReturnApproved(order.Id, returnId, now),
        { } status => OrderErrors.ReturnInvalidTransition(status, OrderStep.Approval),
    };

    /// <summary>The units will not be taken.</summary>
    public static Decision<OrderEvent> Reject(Order order, Guid returnId, string reason, DateTimeOffset now) => Find(order, returnId)?.Status switch
    {
        null => OrderErrors.ReturnUnknown,
        ReturnStatus.Rejected => Decision<OrderEvent>.Nothing,
        ReturnStatus.Requested or ReturnStatus.Approved => new ReturnRejected(order.Id, returnId, reason, now),
        { } status => OrderErrors.ReturnInvalidTransition(status, OrderStep.Rejection),
    };

    /// <summary>Refunds what was counted, never what was announced (X17): the money, the points, and back what they had earned.</summary>
    public static Decision<OrderEvent> Receive(Order order, Guid returnId, IReadOnlyList<CountedUnits> counted, DateTimeOffset now)
    {
        if (Find(order, returnId) is not { } found) return OrderErrors.ReturnUnknown;
        if (found.Status == ReturnStatus.Refunded) return Decision<OrderEvent>.Nothing;
        if (found.Status != ReturnStatus.Approved) return OrderErrors.ReturnInvalidTransition(found.Status, OrderStep.Receipt);
        if (counted.DistinctBy(c => c.LineId).Count() < counted.Count) return OrderErrors.LinesInvalid(found.Units.Count);
        foreach (var count in counted)
        {
            var announced = found.Units.Find(u => u.LineId == count.LineId)?.Quantity ?? 0;
            if (count.Quantity < 0 || count.Quantity > announced) return OrderErrors.CountExceeds(announced);
        }

        CountedUnits[] came = [.. counted.Where(c => c.Quantity > 0)];
        var received = new ReturnReceived(order.Id, returnId, came, now);
        var refunded = Refunded(order, found, received, now);
        return Decision<OrderEvent>.Of([received, refunded, .. InstalmentDecisions.Refund(order, returnId, refunded.GivenBack, now)]);
    }

    /// <summary>The acquirer has given the card share of a return back: to the card that paid, and neither more nor less than was counted.</summary>
    public static Decision<OrderEvent> RecordCardRefund(Order order, Guid attemptId, Guid returnId, Money amount, DateTimeOffset now)
    {
        if (order.Card?.AttemptId != attemptId || Find(order, returnId) is not { ToCard.IsPositive: true } found) return PaymentErrors.Unknown;
        if (amount != found.ToCard) return PaymentErrors.AmountMismatch;
        return found.CardRefunded ? Decision<OrderEvent>.Nothing : new CardRefunded(order.Id, returnId, amount.Kopecks, now);
    }

    private static ReturnRefunded Refunded(Order order, OrderReturn found, ReturnReceived received, DateTimeOffset now)
    {
        var shares = received.Counted.Select(c => order.Lines.Find(l => l.LineId == c.LineId)!.ShareOf(c.Quantity)).ToList();
        var toCard = found.RefundTo == RefundDestination.Original ? shares.Sum(s => s.Card) : 0;
        var toWallet = shares.Sum(s => s.Wallet + s.Card) - toCard;
        // What is left keeps its part of the points; the parts of a point that this rounds away go with the goods.
        var (earned, left) = (order.Earned, Order.Evolve(order, received)!.EarningWeight);
        var kept = earned.On == 0 ? 0 : (long)(earned.Points * left / earned.On);
        return new ReturnRefunded(
            order.Id, found.ReturnId, OrderDecisions.GivenBack(shares), toWallet, toCard, earned.Points - earned.TakenBack - kept, now);
    }

    private static int Announced(Order order, Guid lineId) => order.Returns
        .Where(r => r.Status is ReturnStatus.Requested or ReturnStatus.Approved)
        .SelectMany(r => r.Units)
        .Where(u => u.LineId == lineId)
        .Sum(u => u.Quantity);

    private static OrderReturn? Find(Order order, Guid returnId) => order.Returns.Find(r => r.ReturnId == returnId);
}
