using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Marketplace.Application.Views.Stored;
using Marketplace.Domain.Orders;

namespace Marketplace.Application.Views;

/// <summary>A line as its customer sees it. Amounts are kopecks.</summary>
/// <param name="LineId">The line.</param>
/// <param name="Sku">The product.</param>
/// <param name="Name">Its name when it was ordered.</param>
/// <param name="Category">Its category.</param>
/// <param name="Quantity">Units ordered.</param>
/// <param name="UnitPrice">The frozen price of one.</param>
/// <param name="PriceKind">Which price that was.</param>
/// <param name="Amount">What all ordered units cost.</param>
/// <param name="Removed">Units taken out before assembly.</param>
/// <param name="Returned">Units that came back.</param>
/// <param name="EffectiveAmount">What the units that are left cost (S65).</param>
public sealed record OrderLineView(
    Guid LineId, string Sku, string Name, string Category, int Quantity, long UnitPrice, PriceKind PriceKind, long Amount,
    int Removed, int Returned, long EffectiveAmount)
{
    /// <summary>For which reasons its units come back (S61).</summary>
    public ReturnRule Returns { get; init; }
}

/// <summary>Where the order goes.</summary>
public sealed record DeliveryView(DeliveryKind Kind, string? PickupPointId, long Fee);

/// <summary>What the order was paid with.</summary>
public sealed record PaymentView(Guid AttemptId, string Status, long Wallet, long Points, long Card, string? CardLastFour, string? Reason)
{
    /// <summary>What is owed in instalments, or was.</summary>
    public long Instalments { get; init; }
}

/// <summary>What was given back so far.</summary>
public sealed record RefundedView(long ToWallet, long ToCard, long Points);

/// <summary>One step of the order's way (S66).</summary>
/// <param name="Step">What happened, in kebab-case.</param>
/// <param name="At">When, as its source says.</param>
public sealed record TrackingStep(string Step, DateTimeOffset At)
{
    /// <summary>Who says so: <c>shop</c> or <c>carrier</c>.</summary>
    public string Source { get; init; } = "shop";

    /// <summary>When we heard of it, if that is another time.</summary>
    public DateTimeOffset? RecordedAt { get; init; }
}

/// <summary>What a promotion took off the order when it was placed, in kopecks; the lines' amounts are without it.</summary>
public sealed record DiscountView(ReductionKind Kind, string Source, long Amount);

/// <summary>An order as its customer sees it; <c>Open</c> until it is delivered or cancelled.</summary>
public sealed record OrderView(
    Guid OrderId,
    Guid CustomerId,
    OrderStatus Status,
    bool Open,
    ImmutableList<OrderLineView> Lines,
    DeliveryView Delivery,
    long Total,
    long EffectiveTotal,
    PaymentView? Payment,
    RefundedView Refunded,
    DateTimeOffset? ReturnableUntil,
    ImmutableList<TrackingStep> Tracking,
    DateTimeOffset PlacedAt)
{
    /// <summary>The version of the order's stream.</summary>
    public long Version { get; init; }

    /// <summary>The promotions that it was priced with.</summary>
    public ImmutableList<DiscountView> Discounts { get; init; } = [];

    /// <summary>Points that the customer meant to pay with when placing it.</summary>
    public long PlannedPoints { get; init; }

    /// <summary>What is owed for it in instalments; null when it was bought otherwise (S72).</summary>
    public InstalmentsView? Instalments { get; init; }

    /// <summary>One for each payment and each refund, the oldest first (S53).</summary>
    public ImmutableList<ReceiptView> Receipts { get; init; } = [];

    /// <summary>Whether something is owed for it in instalments; it is a column beside the document.</summary>
    [JsonIgnore]
    public bool Owes => Instalments is { Outstanding: > 0 };

    /// <summary>What its customer is answered, word for word; it is a column beside the document.</summary>
    [JsonIgnore]
    public string Json => ViewJson.Of(this);

    /// <summary>What that is made of; what is stored in another shape is written anew when it is read.</summary>
    [JsonIgnore]
    public string JsonShape { get; } = ViewJson.ShapeOf<OrderView>();

    /// <summary>The view after one more event. (Not named Evolve: the store's source generator claims that name in this assembly.)</summary>
    public static OrderView? Fold(OrderView? view, OrderEvent happened) => (view, happened) switch
    {
        (null, OrderPlaced e) => Placed(e),
        (null, _) => null,
        ({ } v, GuestOrderClaimed e) => v with { CustomerId = e.CustomerId },
        ({ } v, OrderPaymentRequested e) => v with
        {
            Payment = new PaymentView(e.AttemptId, "pending", e.WalletAmount, e.Points, e.CardAmount, null, null),
        },
        ({ } v, OrderPaymentDeclined e) => v with { Payment = v.Payment is { } p ? p with { Status = "declined", Reason = e.Reason } : null },
        ({ } v, OrderPaid e) => v.Stepped(OrderStatus.Paid, e.PaidAt) with
        {
            Payment = new PaymentView(
                e.AttemptId, e.CardAmount > 0 ? "authorised" : "paid", e.WalletAmount, e.Points, e.CardAmount, e.CardLastFour, null)
            {
                Instalments = e.InstalmentAmount,
            },
            Receipts = v.Receipts.With(Views.Receipts.Of(v, e)),
        },
        ({ } v, InstalmentPlanOpened e) => v with { Instalments = InstalmentsView.Of(e) },
        ({ } v, InstalmentPaid e) => v with { Instalments = v.Instalments?.With(e), Receipts = v.Receipts.With(Views.Receipts.Of(e)) },
        ({ } v, InstalmentsRefunded e) => v with
        {
            Instalments = v.Instalments?.With(e),
            Refunded = v.Refunded.Plus(e.ToWallet, 0, 0),
            Receipts = Views.Receipts.Complete(v.Receipts, e),
        },
        ({ } v, OrderAssemblyStarted e) => v.Stepped(OrderStatus.Assembling, e.StartedAt),
        ({ } v, OrderShipped e) => v.Stepped(OrderStatus.Shipped, e.ShippedAt),
        ({ } v, OrderArrived e) => v.Stepped(OrderStatus.ReadyForPickup, e.ArrivedAt),
        ({ } v, OrderDelivered e) => v.Stepped(OrderStatus.Delivered, e.DeliveredAt) with { ReturnableUntil = e.ReturnableUntil },
        ({ } v, ShipmentStatusRecorded e) => v.Told(new TrackingStep(Name(e.Status), e.OccurredAt) { Source = "carrier", RecordedAt = e.RecordedAt }),
        ({ } v, CardPaymentCaptured) => v with { Payment = v.Payment is { } p ? p with { Status = "captured" } : null },
        ({ } v, CardPaymentVoided) => v with { Payment = v.Payment is { } p ? p with { Status = "voided" } : null },
        ({ } v, OrderLineRemoved e) => v.WithLine(e.LineId, l => l with
        {
            Removed = l.Removed + e.Quantity,
            EffectiveAmount = l.EffectiveAmount - e.Amount,
        }) with
        {
            EffectiveTotal = v.EffectiveTotal - e.Amount,
            Refunded = v.Refunded.Plus(e.GivenBack.Wallet, 0, e.GivenBack.Points),
            Receipts = v.Receipts.With(Views.Receipts.Of(v, e)),
        },
        ({ } v, OrderCancelled e) => v.Stepped(OrderStatus.Cancelled, e.CancelledAt) with
        {
            Lines = v.Lines.ConvertAll(l => l with { Removed = l.Quantity, EffectiveAmount = 0 }),
            EffectiveTotal = 0,
            Refunded = v.Refunded.Plus(e.GivenBack.Sum(s => s.Wallet), 0, e.GivenBack.Sum(s => s.Points)),
            Receipts = v.Receipts.With(Views.Receipts.Of(v, e)),
        },
        ({ } v, ReturnReceived { Counted.Count: > 0 } e) => v.ReceivedBy(e) with { Receipts = v.Receipts.Add(Views.Receipts.Of(v, e)) },
        ({ } v, ReturnRefunded e) => v.RefundedBy(e),
        _ => view,
    };

    private static OrderView Placed(OrderPlaced e) => new(
        e.OrderId, e.CustomerId, OrderStatus.Placed, true,
        [.. e.Lines.Select(l => new OrderLineView(l.LineId, l.Sku, l.Name, l.Category, l.Quantity, l.UnitPrice, l.PriceKind, l.Amount, 0, 0, l.Amount) { Returns = l.Returns })],
        new DeliveryView(e.Delivery, e.PickupPointId, e.DeliveryFee), e.Total, e.Total, null, new RefundedView(0, 0, 0), null,
        [new TrackingStep("placed", e.PlacedAt)], e.PlacedAt)
    {
        Discounts = [.. e.Discounts.Select(d => new DiscountView(d.Kind, d.Source, d.Amount))],
        PlannedPoints = e.PlannedPoints,
    };

    // What came back decides, as it does for the order, and not what was given back for it: there are units that cost nothing.
    private OrderView ReceivedBy(ReturnReceived e)
    {
        var view = e.Counted.Aggregate(this, (v, c) => v.WithLine(c.LineId, l => l with { Returned = l.Returned + c.Quantity }));
        var status = view.Lines.TrueForAll(l => l.Removed + l.Returned == l.Quantity) ? OrderStatus.Returned : OrderStatus.PartlyReturned;
        return status == Status ? view : view.Stepped(status, e.ReceivedAt);
    }

    private OrderView RefundedBy(ReturnRefunded e)
    {
        var view = e.GivenBack.Aggregate(this, (v, share) => v.WithLine(
            share.LineId, l => l with { EffectiveAmount = l.EffectiveAmount - Tenders.WorthOf(share) }));
        return view with
        {
            EffectiveTotal = EffectiveTotal - e.GivenBack.Sum(Tenders.WorthOf),
            Refunded = Refunded.Plus(e.ToWallet, e.ToCard, e.GivenBack.Sum(s => s.Points)),
            Receipts = Views.Receipts.Complete(Receipts, e),
        };
    }

    private OrderView Stepped(OrderStatus status, DateTimeOffset at) =>
        this with { Status = status, Open = status < OrderStatus.Delivered, Tracking = Told(new TrackingStep(Name(status), at)).Tracking };

    // By the time at which it happened: what a carrier tells late finds its place between the others.
    private OrderView Told(TrackingStep step) => this with { Tracking = Tracking.Insert(Tracking.FindLastIndex(s => s.At <= step.At) + 1, step) };

    private static string Name<TEnum>(TEnum status) where TEnum : struct, Enum => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(status.ToString());

    private OrderView WithLine(Guid lineId, Func<OrderLineView, OrderLineView> change) =>
        Lines.Find(l => l.LineId == lineId) is { } line ? this with { Lines = Lines.Replace(line, change(line)) } : this;
}

/// <summary>Sums of what was given back.</summary>
internal static class RefundedViews
{
    public static RefundedView Plus(this RefundedView view, long toWallet, long toCard, long points) =>
        new(view.ToWallet + toWallet, view.ToCard + toCard, view.Points + points);
}
