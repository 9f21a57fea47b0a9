using JasperFx.Events;
using Marketplace.Domain.Orders;
using Marten.Events.Projections;

namespace Marketplace.Application.Views;

/// <summary>A return as its customer and the warehouse see it (S71).</summary>
public sealed record ReturnView(
    Guid ReturnId,
    Guid OrderId,
    Guid CustomerId,
    ReturnStatus Status,
    IReadOnlyList<ReturnedUnits> Announced,
    IReadOnlyList<CountedUnits> Counted,
    RefundDestination RefundTo,
    long ToWallet,
    long ToCard,
    bool CardRefunded,
    string? Reason,
    DateTimeOffset RequestedAt)
{
    /// <summary>The view after one more event. (Not named Evolve: the store's source generator claims that name in this assembly.)</summary>
    public static ReturnView? Fold(ReturnView? view, OrderEvent happened) => (view, happened) switch
    {
        (null, ReturnRequested e) => new ReturnView(
            e.ReturnId, e.OrderId, e.CustomerId, ReturnStatus.Requested, e.Units, [], e.RefundTo, 0, 0, false, null, e.RequestedAt),
        (null, _) => null,
        ({ } v, ReturnApproved _) => v with { Status = ReturnStatus.Approved },
        ({ } v, ReturnRejected e) => v with { Status = ReturnStatus.Rejected, Reason = e.Reason },
        ({ } v, ReturnReceived e) => v with { Counted = e.Counted },
        ({ } v, ReturnRefunded e) => v with { Status = ReturnStatus.Refunded, ToWallet = e.ToWallet, ToCard = e.ToCard },
        ({ } v, CardRefunded _) => v with { CardRefunded = true },
        _ => view,
    };
}

/// <summary>Gathers a return from its order's events.</summary>
public sealed class ReturnViewProjection : MultiStreamProjection<ReturnView, Guid>
{
    /// <summary>Says which return an event is about.</summary>
    public ReturnViewProjection()
    {
        Identity<ReturnRequested>(e => e.ReturnId);
        Identity<ReturnApproved>(e => e.ReturnId);
        Identity<ReturnRejected>(e => e.ReturnId);
        Identity<ReturnReceived>(e => e.ReturnId);
        Identity<ReturnRefunded>(e => e.ReturnId);
        Identity<Domain.Orders.CardRefunded>(e => e.ReturnId);
        // What is not named here the store would offer, too: every event of every stream.
        IncludeType<ReturnRequested>();
        IncludeType<ReturnApproved>();
        IncludeType<ReturnRejected>();
        IncludeType<ReturnReceived>();
        IncludeType<ReturnRefunded>();
        IncludeType<Domain.Orders.CardRefunded>();
    }

    /// <inheritdoc />
    public override ReturnView? Evolve(ReturnView? snapshot, Guid id, IEvent e) =>
        e.Data is OrderEvent happened ? ReturnView.Fold(snapshot, happened) : snapshot;
}
