using System.Collections.Immutable;
using Marketplace.Domain.Values;

namespace Marketplace.Domain.Orders;

/// <summary>What decisions about an order need.</summary>
public sealed record Order(
    Guid Id,
    Guid CustomerId,
    OrderStatus Status,
    ImmutableList<OrderLine> Lines,
    OrderLine Delivery,
    DeliveryKind DeliveryKind,
    PendingPayment? Pending,
    Guid? PaidBy,
    CardTender? Card,
    ImmutableDictionary<Guid, string> Declined,
    ImmutableList<Guid> Removals,
    ImmutableList<OrderReturn> Returns,
    DateTimeOffset? ReturnableUntil,
    EarnedPoints Earned)
{
    /// <summary>The version of the stream that this state is the fold of.</summary>
    public long Version { get; init; }

    /// <summary>The promotions that the order used.</summary>
    public ImmutableList<UsedDiscount> Discounts { get; init; } = [];

    /// <summary>Whether it belongs to a guest who has no account (D1).</summary>
    public bool Guest { get; init; }

    /// <summary>Who placed it: its customer, or the guest it belonged to before it joined an account.</summary>
    public Guid PlacedBy { get; init; }

    /// <summary>Who paid it: the acquirer knows the payment by that id, whoever has the order now.</summary>
    public Guid PaidFrom { get; init; }

    /// <summary>What is owed for it in instalments; null when it was bought otherwise (S72).</summary>
    public InstalmentPlan? Plan { get; init; }

    /// <summary>What the carrier has reported, by report (S66).</summary>
    public ImmutableDictionary<Guid, ShipmentStatus> Reports { get; init; } = ImmutableDictionary<Guid, ShipmentStatus>.Empty;

    /// <summary>When it was placed.</summary>
    public DateTimeOffset PlacedAt { get; init; }

    /// <summary>What the order costs as it is now, delivery included.</summary>
    public Money Total => Money.Sum(Lines.Select(l => l.RemainingAmount)) + Delivery.RemainingAmount;

    /// <summary>Whether goods of it are announced or on their way back.</summary>
    public bool HasOpenReturn => Returns.Exists(r => r.Status is ReturnStatus.Requested or ReturnStatus.Approved);

    /// <summary>Whether anything of what it was paid with can still be given back.</summary>
    public bool CanComeBack(DateTimeOffset now) => Status switch
    {
        OrderStatus.Cancelled or OrderStatus.Returned => false,
        OrderStatus.Delivered or OrderStatus.PartlyReturned => now < ReturnableUntil || HasOpenReturn,
        _ => true,
    };

    /// <summary>The lines and the delivery fee.</summary>
    public IEnumerable<OrderLine> AllLines => Lines.Append(Delivery);

    /// <summary>The card-paid part of what remains.</summary>
    public Money CardRemaining => new(AllLines.Sum(l => l.ShareOf(l.Remaining).Card));

    /// <summary>What points are earned on, each line at its own rate: kopecks × basis points of the goods that remain.</summary>
    public Int128 EarningWeight => Lines.Aggregate(Int128.Zero, (sum, l) => sum + (Int128)l.PaidInMoney.Kopecks * l.Rate);

    /// <summary>The state after one more event; an event that fits nothing changes nothing.</summary>
    public static Order? Evolve(Order? order, OrderEvent happened) => (order, happened) switch
    {
        (null, OrderPlaced e) when e.DeliveryFee >= 0 && e.Lines.All(l => l is { Quantity: > 0, Amount: >= 0 }) => Placed(e),
        (null, _) => null,
        ({ } o, GuestOrderClaimed e) => o with { CustomerId = e.CustomerId, Guest = false },
        ({ } o, OrderPaymentRequested e) => o with
        {
            Pending = new PendingPayment(e.AttemptId, new Money(e.WalletAmount), e.Points, new Money(e.CardAmount)),
        },
        ({ } o, OrderPaymentDeclined e) => o with { Pending = null, Declined = o.Declined.SetItem(e.AttemptId, e.Reason) },
        ({ } o, OrderPaid e) => o.PaidWith(e),
        ({ } o, InstalmentPlanOpened e) => o with { Plan = new InstalmentPlan([.. e.Parts], []) },
        ({ } o, InstalmentPaid e) => o with { Plan = o.Plan?.AfterPayment(e.PaymentId, e.Amount) },
        ({ } o, InstalmentsRefunded e) => o with { Plan = o.Plan?.AfterRefund(e.DebtLowered) },
        ({ } o, OrderAssemblyStarted) => o with { Status = OrderStatus.Assembling },
        ({ } o, OrderShipped e) => o with
        {
            Status = OrderStatus.Shipped,
            Card = o.Card is { } c ? c with { Due = new Money(e.CardAmount) } : null,
        },
        ({ } o, OrderArrived) => o with { Status = OrderStatus.ReadyForPickup },
        ({ } o, OrderDelivered e) => o.DeliveredWith(e),
        ({ } o, ShipmentStatusRecorded e) => o with { Reports = o.Reports.SetItem(e.ReportId, e.Status) },
        ({ } o, CardPaymentCaptured) => o with { Card = o.Card is { } c ? c with { Captured = true } : null },
        ({ } o, CardPaymentVoided) => o with { Card = o.Card is { } c ? c with { Voided = true } : null },
        ({ } o, OrderLineRemoved e) => o.WithGone(e.LineId, e.Quantity) with { Removals = o.Removals.Add(e.RemovalId) },
        ({ } o, OrderCancelled e) => o with
        {
            Status = OrderStatus.Cancelled,
            Removals = e.RemovalId is { } removal ? o.Removals.Add(removal) : o.Removals,
            Lines = o.Lines.ConvertAll(l => l with { Gone = l.Quantity }),
            Delivery = o.Delivery with { Gone = o.Delivery.Quantity },
        },
        ({ } o, ReturnRequested e) => o with
        {
            Returns = o.Returns.Add(new OrderReturn(e.ReturnId, [.. e.Units], e.RefundTo, ReturnStatus.Requested, Money.Zero, false)),
        },
        ({ } o, ReturnApproved e) => o.WithReturn(e.ReturnId, r => r with { Status = ReturnStatus.Approved }),
        ({ } o, ReturnRejected e) => o.WithReturn(e.ReturnId, r => r with { Status = ReturnStatus.Rejected }),
        ({ } o, ReturnReceived { Counted.Count: > 0 } e) =>
            e.Counted.Aggregate(o, (each, c) => each.WithGone(c.LineId, c.Quantity)) with { Status = OrderStatus.PartlyReturned },
        ({ } o, ReturnRefunded e) => o.RefundedBy(e),
        ({ } o, CardRefunded e) => o.WithReturn(e.ReturnId, r => r with { CardRefunded = true }),
        _ => order,
    };

    private static Order Placed(OrderPlaced e) => new(
        e.OrderId, e.CustomerId, OrderStatus.Placed,
        [.. e.Lines.Select(l => new OrderLine(l.LineId, l.Sku, l.Category, l.Quantity, new Money(l.Amount), new TenderShare(l.LineId, 0, 0, 0), 0, l.Quantity) { Returns = l.Returns })],
        new OrderLine(Guid.Empty, "", "", 1, new Money(e.DeliveryFee), new TenderShare(Guid.Empty, 0, 0, 0), 0, 1),
        e.Delivery, null, null, null, ImmutableDictionary<Guid, string>.Empty, [], [], null, new EarnedPoints(0, 0, 0))
    {
        Discounts = [.. e.Discounts],
        PlacedAt = e.PlacedAt,
        Guest = e.Guest,
        PlacedBy = e.CustomerId,
    };

    private Order DeliveredWith(OrderDelivered e)
    {
        var delivered = this with
        {
            Status = OrderStatus.Delivered,
            ReturnableUntil = e.ReturnableUntil,
            Lines = Lines.ConvertAll(l => l with { Rate = RateOf(l.LineId, e.Rates) }),
        };
        return delivered with { Earned = new EarnedPoints(e.PointsEarned, delivered.EarningWeight, 0) };
    }

    private static int RateOf(Guid lineId, IReadOnlyList<LineRate>? rates) =>
        rates is null ? 1 : rates.FirstOrDefault(r => r.LineId == lineId)?.BasisPoints ?? 0;

    // What was removed before the payment was never paid for: the basis of refunds starts afresh.
    private Order PaidWith(OrderPaid e) => this with
    {
        Status = OrderStatus.Paid,
        Pending = null,
        PaidBy = e.AttemptId,
        PaidFrom = CustomerId,
        Card = e.CardAmount > 0 ? new CardTender(e.AttemptId, false, false, Money.Zero) : null,
        Lines = Lines.ConvertAll(l => Rebased(l, e.Shares)),
        Delivery = Rebased(Delivery, e.Shares),
    };

    private static OrderLine Rebased(OrderLine line, IReadOnlyList<TenderShare> shares) =>
        shares.FirstOrDefault(s => s.LineId == line.LineId) is { Wallet: >= 0, Points: >= 0, Card: >= 0, Instalments: >= 0 } paid && line.Remaining > 0
            ? line with { Quantity = line.Remaining, Amount = line.RemainingAmount, Gone = 0, Paid = paid }
            : line;

    private Order RefundedBy(ReturnRefunded e)
    {
        var refunded = WithReturn(e.ReturnId, r => r with { Status = ReturnStatus.Refunded, ToCard = new Money(e.ToCard) });
        return refunded with
        {
            Earned = Earned with { TakenBack = Earned.TakenBack + e.PointsTakenBack },
            Status = Lines.TrueForAll(l => l.Remaining == 0) ? OrderStatus.Returned : Status,
        };
    }

    private Order WithGone(Guid lineId, int units) =>
        Lines.Find(l => l.LineId == lineId) is { } line && units > 0 && units <= line.Remaining
            ? this with { Lines = Lines.Replace(line, line with { Gone = line.Gone + units }) }
            : this;

    private Order WithReturn(Guid returnId, Func<OrderReturn, OrderReturn> change) =>
        Returns.Find(r => r.ReturnId == returnId) is { } found ? this with { Returns = Returns.Replace(found, change(found)) } : this;
}
