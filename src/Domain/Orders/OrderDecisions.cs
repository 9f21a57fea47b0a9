using Marketplace.Domain.Payments;
using Marketplace.Domain.Values;

namespace Marketplace.Domain.Orders;

/// <summary>Where an order goes: the pick-up point or the courier's address.</summary>
public sealed record DeliveryChoice(DeliveryKind Kind, string? PickupPointId, Pii<string>? Address)
{
    /// <summary>Whether it is ordered without an account (D1).</summary>
    public bool Guest { get; init; }
}

/// <summary>How an order is placed and moves to its customer (S63, S66–S69).</summary>
public static class OrderDecisions
{
    /// <summary>
    /// Freezes the quote into an order (S63). The same order again changes nothing. Points are a plan here: only a payment takes them.
    /// <paramref name="expectedTotal"/> is what the customer was shown; nothing is priced by it, and without it any price is agreed to.
    /// </summary>
    public static Decision<OrderEvent> Place(
        Order? order, Guid orderId, Guid customerId, Quote quote, DeliveryChoice delivery, OrderPolicy policy, DateTimeOffset now, long points = 0,
        Money? expectedTotal = null)
    {
        if (order is not null) return IsSame(order, customerId, quote) ? Decision<OrderEvent>.Nothing : OrderErrors.IdTaken;
        if (quote.Lines.Count == 0 || quote.Lines.Count > policy.MaxLines) return OrderErrors.LinesInvalid(policy.MaxLines);
        if (quote.Lines.DistinctBy(l => l.Sku).Count() < quote.Lines.Count) return OrderErrors.LinesInvalid(policy.MaxLines);
        if (quote.Lines.Any(l => l.Quantity < 1 || l.Quantity > policy.MaxQuantity)) return OrderErrors.QuantityInvalid(policy.MaxQuantity);
        if (delivery is { Kind: DeliveryKind.Courier, Address: null }) return OrderErrors.AddressMissing;
        if (delivery is { Kind: DeliveryKind.PickupPoint, PickupPointId: null }) return OrderErrors.PickupPointUnavailable;
        if (expectedTotal is { } shown && shown != quote.Total) return OrderErrors.PriceChanged(shown, quote.Total);
        return new OrderPlaced(
            orderId, customerId, quote.Lines, delivery.Kind, delivery.PickupPointId, delivery.Address,
            quote.DeliveryFee.Kopecks, quote.Total.Kopecks, policy.Version, now)
        {
            Discounts = quote.Discounts,
            ReturnPolicy = policy.Returns.Version,
            Guest = delivery.Guest,
            PlannedPoints = points,
            PromotionPolicy = quote.PromotionPolicy,
        };
    }

    /// <summary>The warehouse begins.</summary>
    public static Decision<OrderEvent> StartAssembly(Order order, DateTimeOffset now) => order.Status switch
    {
        OrderStatus.Assembling => Decision<OrderEvent>.Nothing,
        OrderStatus.Paid => new OrderAssemblyStarted(order.Id, now),
        _ => OrderErrors.InvalidTransition(order.Status, OrderStep.Assembly),
    };

    /// <summary>Hands the order over; the card part that is still due is taken now (P11).</summary>
    public static Decision<OrderEvent> Ship(Order order, DateTimeOffset now) => order.Status switch
    {
        OrderStatus.Shipped => Decision<OrderEvent>.Nothing,
        OrderStatus.Assembling => new OrderShipped(order.Id, order.CardRemaining.Kopecks, now),
        _ => OrderErrors.InvalidTransition(order.Status, OrderStep.Shipment),
    };

    /// <summary>The order waits for its customer.</summary>
    public static Decision<OrderEvent> Arrive(Order order, DateTimeOffset now) => order.Status switch
    {
        OrderStatus.ReadyForPickup => Decision<OrderEvent>.Nothing,
        OrderStatus.Shipped => new OrderArrived(order.Id, now),
        _ => OrderErrors.InvalidTransition(order.Status, OrderStep.Arrival),
    };

    /// <summary>The customer has it: the return window opens (P4). Carriers may leave the arrival out.</summary>
    /// <param name="order">The order.</param>
    /// <param name="pointsEarned">What the goods earn when there is a bonus card, else 0.</param>
    /// <param name="policy">The numbers.</param>
    /// <param name="now">The time of the hand-over.</param>
    /// <param name="rates">What each line earns them at; null when all earn alike.</param>
    public static Decision<OrderEvent> Deliver(
        Order order, long pointsEarned, OrderPolicy policy, DateTimeOffset now, IReadOnlyList<LineRate>? rates = null) => order.Status switch
        {
            OrderStatus.Delivered => Decision<OrderEvent>.Nothing,
            OrderStatus.Shipped or OrderStatus.ReadyForPickup => new OrderDelivered(
                order.Id, pointsEarned, now + policy.ReturnWindow, now, pointsEarned > 0 ? rates : null),
            _ => OrderErrors.InvalidTransition(order.Status, OrderStep.Delivery),
        };

    /// <summary>Ends the order before hand-over and gives everything back, the delivery fee too (S69, D16).</summary>
    public static Decision<OrderEvent> Cancel(Order order, DateTimeOffset now)
    {
        if (order.Status == OrderStatus.Cancelled) return Decision<OrderEvent>.Nothing;
        if (order.Status > OrderStatus.Assembling) return OrderErrors.AlreadyShipped;
        if (order.Pending is not null) return OrderErrors.PaymentInProgress;
        return WithDebt(order, Cancelled(order, null, now), now);
    }

    /// <summary>Takes units out before assembly; the rest keeps its price (S70, D16). The last unit takes the order with it.</summary>
    public static Decision<OrderEvent> RemoveUnits(Order order, Guid removalId, Guid lineId, int quantity, DateTimeOffset now)
    {
        if (order.Removals.Contains(removalId)) return Decision<OrderEvent>.Nothing;
        if (order.Lines.Find(l => l.LineId == lineId) is not { } line) return OrderErrors.LineUnknown;
        if (order.Status == OrderStatus.Cancelled) return OrderErrors.InvalidTransition(order.Status, OrderStep.Removal);
        if (order.Status is not (OrderStatus.Placed or OrderStatus.Paid)) return OrderErrors.AssemblyStarted;
        if (order.Pending is not null) return OrderErrors.PaymentInProgress;
        if (quantity < 1 || quantity > line.Remaining) return OrderErrors.QuantityExceeds(line.Remaining);
        if (order.Lines.Sum(l => l.Remaining) == quantity) return WithDebt(order, Cancelled(order, removalId, now), now);
        var removed = new OrderLineRemoved(order.Id, removalId, lineId, quantity, line.AmountOf(quantity).Kopecks, line.ShareOf(quantity), now);
        return Decision<OrderEvent>.Of([removed, .. InstalmentDecisions.Refund(order, removalId, [removed.GivenBack], now)]);
    }

    /// <summary>
    /// The acquirer has taken the card part: what was due at dispatch, neither more nor less. Money of an attempt that does not pay the
    /// order, or that was let go before, is none that we asked for.
    /// </summary>
    public static Decision<OrderEvent> RecordCapture(Order order, Guid attemptId, Money amount, DateTimeOffset now)
    {
        if (order.Card is not { Voided: false } card || card.AttemptId != attemptId) return PaymentErrors.Unknown;
        if (amount != card.Due || !amount.IsPositive) return PaymentErrors.AmountMismatch;
        if (card.Captured) return Decision<OrderEvent>.Nothing;
        return new CardPaymentCaptured(order.Id, attemptId, amount.Kopecks, now);
    }

    /// <summary>
    /// The acquirer has let the authorisation go; only one that nothing is due of may be let go. Of an attempt that does not pay the order
    /// it is no news: what is reserved under such a one is let go whenever it is heard of (X4), and no money moves. Of one that is charged
    /// already it is none either: what was reserved beyond the charge is let go with it.
    /// </summary>
    public static Decision<OrderEvent> RecordVoid(Order order, Guid attemptId, DateTimeOffset now)
    {
        if (order.Card is not { Captured: false, Voided: false } card || card.AttemptId != attemptId) return Decision<OrderEvent>.Nothing;
        if (order.CardRemaining.IsPositive) return OrderErrors.InvalidTransition(order.Status, OrderStep.Void);
        return new CardPaymentVoided(order.Id, attemptId, now);
    }

    internal static List<TenderShare> GivenBack(IEnumerable<TenderShare> shares) =>
        [.. shares.Where(s => s.Wallet > 0 || s.Points > 0 || s.Card > 0 || s.Instalments > 0)];

    internal static OrderCancelled Cancelled(Order order, Guid? removalId, DateTimeOffset now) =>
        new(order.Id, GivenBack(order.AllLines.Select(l => l.ShareOf(l.Remaining))), now, removalId);

    private static Decision<OrderEvent> WithDebt(Order order, OrderCancelled cancelled, DateTimeOffset now) => Decision<OrderEvent>.Of(
        [cancelled, .. InstalmentDecisions.Refund(order, order.Id, cancelled.GivenBack, now)]);

    private static bool IsSame(Order order, Guid customerId, Quote quote) =>
        order.CustomerId == customerId
        && order.Lines.Select(l => (l.Sku, l.Ordered)).ToHashSet().SetEquals(quote.Lines.Select(l => (l.Sku, l.Quantity)));
}
