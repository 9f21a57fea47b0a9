using JasperFx.Events;
using Marketplace.Application.Idempotency;
using Marketplace.Application.Wallets;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Wallets;
using Marten;

namespace Marketplace.Application.Orders;

/// <summary>Announces that delivered units come back (S71).</summary>
public sealed record RequestReturn(
    Guid CustomerId, Guid OrderId, Guid ReturnId, IReadOnlyList<ReturnedUnits> Units, RefundDestination RefundTo, RequestKey? Key) : OfCustomer(CustomerId);

/// <summary>How a return stands.</summary>
public sealed record ReturnAnswer(Guid ReturnId, Guid OrderId, ReturnStatus Status);

/// <summary>Handles <see cref="RequestReturn"/>.</summary>
public static class RequestReturnHandler
{
    /// <summary>Announces them.</summary>
    public static ReturnAnswer Handle(
        RequestReturn command,
        [Locked(nameof(RequestReturn.WalletId))] IEventStream<Wallet> wallet,
        [Loaded(nameof(RequestReturn.OrderId))] IEventStream<Order> order,
        IDocumentSession session,
        TimeProvider clock)
    {
        wallet.RefuseClosed();
        var now = clock.GetUtcNow();
        order.Append(ReturnDecisions.RequestReturn(order.OwnedBy(command.CustomerId), command.ReturnId, command.Units, command.RefundTo, now));
        return session.Answered(command.Key, new ReturnAnswer(command.ReturnId, command.OrderId, ReturnStatus.Requested), now);
    }
}
