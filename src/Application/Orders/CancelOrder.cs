using JasperFx.Events;
using Marketplace.Application.Idempotency;
using Marketplace.Application.Promotions;
using Marketplace.Application.Stock;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Wallets;
using Marten;
using Wolverine;

namespace Marketplace.Application.Orders;

/// <summary>Ends an order before hand-over (S69).</summary>
public sealed record CancelOrder(Guid CustomerId, Guid OrderId, RequestKey? Key) : OfCustomer(CustomerId);

/// <summary>Takes units out of an order before assembly (S70).</summary>
public sealed record RemoveOrderLine(Guid CustomerId, Guid OrderId, Guid RemovalId, Guid LineId, int Quantity, RequestKey? Key) : OfCustomer(CustomerId);

/// <summary>What was given back: to the wallet in kopecks, as points, and what the card is no longer charged.</summary>
public sealed record GivenBackAnswer(Guid OrderId, OrderStatus Status, long Wallet, long Points, long Card)
{
    /// <summary>Kopecks that are owed no more of instalments (P13).</summary>
    public long DebtLowered { get; init; }
}

/// <summary>Handles <see cref="CancelOrder"/> and <see cref="RemoveOrderLine"/>: what was paid goes back and the goods are free again in the same transaction.</summary>
public static class CancelOrderHandler
{
    /// <summary>Cancels all of it.</summary>
    public static async Task<(GivenBackAnswer Answer, OutgoingMessages Messages)> Handle(
        CancelOrder command,
        [Locked(nameof(CancelOrder.WalletId))] IEventStream<Wallet> wallet,
        [Loaded(nameof(CancelOrder.OrderId))] IEventStream<Order> order,
        [Loaded(nameof(CancelOrder.BonusCardId))] IEventStream<BonusCard> card,
        IDocumentSession session,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var refund = new Refund(order.OwnedBy(command.CustomerId), order, wallet, card, now);
        var decision = OrderDecisions.Cancel(refund.Order, now);
        var (answer, messages) = refund.Apply(decision);
        messages.AddRange(await UsedDiscounts.ReleaseAsync(session, refund.Order, decision, now, cancellation));
        await session.GiveStockBackAsync(refund.Order, decision, now, cancellation);
        return (session.Answered(command.Key, answer, now), messages);
    }

    /// <summary>Removes units; the last one takes the order with it.</summary>
    public static async Task<(GivenBackAnswer Answer, OutgoingMessages Messages)> Handle(
        RemoveOrderLine command,
        [Locked(nameof(RemoveOrderLine.WalletId))] IEventStream<Wallet> wallet,
        [Loaded(nameof(RemoveOrderLine.OrderId))] IEventStream<Order> order,
        [Loaded(nameof(RemoveOrderLine.BonusCardId))] IEventStream<BonusCard> card,
        IDocumentSession session,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var refund = new Refund(order.OwnedBy(command.CustomerId), order, wallet, card, now);
        var decision = OrderDecisions.RemoveUnits(refund.Order, command.RemovalId, command.LineId, command.Quantity, now);
        var (answer, messages) = refund.Apply(decision);
        messages.AddRange(await UsedDiscounts.ReleaseAsync(session, refund.Order, decision, now, cancellation));
        await session.GiveStockBackAsync(refund.Order, decision, now, cancellation);
        return (session.Answered(command.Key, answer, now), messages);
    }
}
