using Marketplace.Domain.Orders;

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
public sealed class ReturnViewProjection : GatheringProjection<ReturnView, OrderEvent>
{
    /// <summary>Says which return an event is about.</summary>
    public ReturnViewProjection() : base(ReturnView.Fold)
    {
        From<ReturnRequested>(e => e.ReturnId);
        From<ReturnApproved>(e => e.ReturnId);
        From<ReturnRejected>(e => e.ReturnId);
        From<ReturnReceived>(e => e.ReturnId);
        From<ReturnRefunded>(e => e.ReturnId);
        From<Domain.Orders.CardRefunded>(e => e.ReturnId);
    }
}
