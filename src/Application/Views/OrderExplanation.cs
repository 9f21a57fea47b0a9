using System.Collections.Immutable;
using Marketplace.Domain.Orders;

namespace Marketplace.Application.Views;

/// <summary>An event of an order with what the store knows of it.</summary>
/// <param name="EventId">Its identity.</param>
/// <param name="Version">Its place in its stream, from 1.</param>
/// <param name="Happened">The event.</param>
public sealed record RecordedOrderEvent(Guid EventId, long Version, OrderEvent Happened);

/// <summary>What was paid for a line, or given back of it, by tender: kopecks, and points, of which one is worth 100 kopecks.</summary>
public sealed record ExplainedShare(long Wallet, long Points, long Card, long Instalments)
{
    internal static ExplainedShare Of(TenderShare share) => new(share.Wallet, share.Points, share.Card, share.Instalments);
}

/// <summary>One time that something of a line was given back.</summary>
/// <param name="EventId">The event.</param>
/// <param name="Version">Its version in the order's stream.</param>
/// <param name="Kind"><c>line-removed</c>, <c>order-cancelled</c> or <c>return-refunded</c>.</param>
/// <param name="CauseId">The removal, the order or the return.</param>
/// <param name="Share">What was given back, by the tender that had paid it.</param>
/// <param name="At">When.</param>
public sealed record ExplainedRefund(Guid EventId, long Version, string Kind, Guid CauseId, ExplainedShare Share, DateTimeOffset At);

/// <summary>Why a line costs what it costs: quantity × unit price − reductions = amount.</summary>
/// <param name="LineId">The line; the delivery fee is the line with the empty id, without a product.</param>
/// <param name="Sku">The product; null for the delivery fee.</param>
/// <param name="Quantity">Units ordered.</param>
/// <param name="UnitPrice">The frozen price of one, in kopecks.</param>
/// <param name="PriceKind">Which price that was.</param>
/// <param name="Reductions">What each promotion took off this line, in the order in which they were applied (P7).</param>
/// <param name="Amount">What all ordered units cost, in kopecks.</param>
/// <param name="Paid">What paid for the units that were left when the order was paid; null before that.</param>
/// <param name="Refunds">What was given back of it, oldest first.</param>
public sealed record ExplainedLine(
    Guid LineId, string? Sku, int Quantity, long UnitPrice, PriceKind PriceKind, ImmutableList<LineReduction> Reductions, long Amount,
    ExplainedShare? Paid, ImmutableList<ExplainedRefund> Refunds);

/// <summary>
/// Why an order costs what it costs and why so much of it came back, line by line and down to events (U7). The amounts of the lines
/// add up to <c>Total</c>, and their refunds to all that was given back.
/// </summary>
/// <param name="OrderId">The order.</param>
/// <param name="Version">The version of its stream.</param>
/// <param name="Total">What it cost when it was placed, in kopecks.</param>
/// <param name="PlacedBy">The event that froze its prices and reductions.</param>
/// <param name="PricingPolicy">The version of the policy that priced it.</param>
/// <param name="PaidBy">The event that paid it; null before that.</param>
/// <param name="Lines">Its lines, the delivery fee last.</param>
public sealed record OrderExplanation(
    Guid OrderId, long Version, long Total, Guid PlacedBy, string PricingPolicy, Guid? PaidBy, ImmutableList<ExplainedLine> Lines)
{
    /// <summary>Reads it off the order's events; null when it was never placed.</summary>
    /// <param name="history">The events of the stream in order.</param>
    public static OrderExplanation? Of(IEnumerable<RecordedOrderEvent> history) =>
        history.Aggregate(default(OrderExplanation), (explained, recorded) => explained is null ? Placed(recorded) : explained.With(recorded) with { Version = recorded.Version });

    private static OrderExplanation? Placed(RecordedOrderEvent recorded) => recorded.Happened is OrderPlaced e
        ? new OrderExplanation(e.OrderId, recorded.Version, e.Total, recorded.EventId, e.PricingPolicy, null, [.. e.Lines.Select(Line), .. Fee(e.DeliveryFee)])
        : null;

    private static ExplainedLine Line(OrderedLine line) =>
        new(line.LineId, line.Sku, line.Quantity, line.UnitPrice, line.PriceKind, [.. line.Reductions], line.Amount, null, []);

    private static IEnumerable<ExplainedLine> Fee(long kopecks) =>
        kopecks == 0 ? [] : [new ExplainedLine(Guid.Empty, null, 1, kopecks, PriceKind.List, [], kopecks, null, [])];

    private OrderExplanation With(RecordedOrderEvent recorded) => recorded.Happened switch
    {
        OrderPaid e => this with
        {
            PaidBy = recorded.EventId,
            Lines = e.Shares.Aggregate(Lines, (lines, share) => Change(lines, share.LineId, l => l with { Paid = ExplainedShare.Of(share) })),
        },
        OrderLineRemoved e => Refunded(recorded, "line-removed", e.RemovalId, [e.GivenBack], e.RemovedAt),
        OrderCancelled e => Refunded(recorded, "order-cancelled", e.RemovalId ?? e.OrderId, e.GivenBack, e.CancelledAt),
        ReturnRefunded e => Refunded(recorded, "return-refunded", e.ReturnId, e.GivenBack, e.RefundedAt),
        _ => this,
    };

    private OrderExplanation Refunded(RecordedOrderEvent recorded, string kind, Guid causeId, IEnumerable<TenderShare> shares, DateTimeOffset at) => this with
    {
        Lines = shares.Aggregate(Lines, (lines, share) => Change(
            lines, share.LineId, l => l with { Refunds = l.Refunds.Add(new ExplainedRefund(recorded.EventId, recorded.Version, kind, causeId, ExplainedShare.Of(share), at)) })),
    };

    private static ImmutableList<ExplainedLine> Change(ImmutableList<ExplainedLine> lines, Guid lineId, Func<ExplainedLine, ExplainedLine> change) =>
        [.. lines.Select(l => l.LineId == lineId ? change(l) : l)];
}
