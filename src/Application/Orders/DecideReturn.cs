using JasperFx.Events;
using Marketplace.Application.Idempotency;
using Marketplace.Domain.Orders;
using Marten;

namespace Marketplace.Application.Orders;

/// <summary>The warehouse will take the units of a return.</summary>
public sealed record ApproveReturn(Guid OrderId, Guid ReturnId, RequestKey? Key);

/// <summary>The warehouse will not take them.</summary>
public sealed record RejectReturn(Guid OrderId, Guid ReturnId, string Reason, RequestKey? Key);

/// <summary>Handles <see cref="ApproveReturn"/> and <see cref="RejectReturn"/>.</summary>
public static class DecideReturnHandler
{
    /// <summary>Approves.</summary>
    public static ReturnAnswer Handle(
        ApproveReturn command, [Loaded(nameof(ApproveReturn.OrderId))] IEventStream<Order> order, IDocumentSession session, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        order.Append(ReturnDecisions.Approve(order.Existing(OrderErrors.ReturnUnknown), command.ReturnId, now));
        return session.Answered(command.Key, new ReturnAnswer(command.ReturnId, command.OrderId, ReturnStatus.Approved), now);
    }

    /// <summary>Rejects.</summary>
    public static ReturnAnswer Handle(
        RejectReturn command, [Loaded(nameof(RejectReturn.OrderId))] IEventStream<Order> order, IDocumentSession session, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        order.Append(ReturnDecisions.Reject(order.Existing(OrderErrors.ReturnUnknown), command.ReturnId, command.Reason, now));
        return session.Answered(command.Key, new ReturnAnswer(command.ReturnId, command.OrderId, ReturnStatus.Rejected), now);
    }
}
