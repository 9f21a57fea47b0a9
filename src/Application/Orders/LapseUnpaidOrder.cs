using JasperFx.Events;
using Marketplace.Application.Promotions;
using Marketplace.Application.Stock;
using Marketplace.Domain.Orders;
using Marten;
using Wolverine;

namespace Marketplace.Application.Orders;

/// <summary>Cancels an order that nobody has paid in time, so that others can have its goods.</summary>
public sealed record LapseUnpaidOrder(Guid OrderId);

/// <summary>Handles <see cref="LapseUnpaidOrder"/>.</summary>
public static class LapseUnpaidOrderHandler
{
    // For as long as the acquirer is asked about the card.
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromHours(1);

    /// <summary>Cancels it, or comes again when it is early or the order's card is being asked about.</summary>
    public static async Task<OutgoingMessages> Handle(
        LapseUnpaidOrder message,
        [Loaded(nameof(LapseUnpaidOrder.OrderId))] IEventStream<Order> order,
        IDocumentSession session,
        OrderPolicy policy,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        if (order.Aggregate is not { } unpaid || !UnpaidDecisions.IsOpen(unpaid)) return [];
        var now = clock.GetUtcNow();
        var decision = UnpaidDecisions.Lapse(unpaid, policy, now);
        if (!order.Append(decision)) return message.AgainAt(unpaid.Pending is null ? UnpaidDecisions.LapsesAt(unpaid, policy) : now + AskAgainAfter, now);
        // Promotions before stock, as everywhere.
        OutgoingMessages messages = [.. await UsedDiscounts.ReleaseAsync(session, unpaid, decision, now, cancellation)];
        await session.GiveStockBackAsync(unpaid, decision, now, cancellation);
        return messages;
    }
}
