using Marketplace.Application.Erasure;
using Marketplace.Application.Payments;
using Marketplace.Application.Privacy;
using Marketplace.Application.Views;
using Marketplace.Domain.Orders;
using Marten;
using Wolverine;

namespace Marketplace.Application.Orders;

/// <summary>Forgets the guest of an order that joined no account, when the time for that is over (D1).</summary>
public sealed record ForgetGuest(Guid OrderId);

/// <summary>Destroys the key of a guest whose order joined an account or is forgotten.</summary>
public sealed record DestroyGuestKey(Guid OrderId);

/// <summary>Handles <see cref="ForgetGuest"/> and <see cref="DestroyGuestKey"/>.</summary>
public static class ForgetGuestHandler
{
    private static readonly TimeSpan LooksAgainAfter = TimeSpan.FromDays(1);

    /// <summary>Forgets phone and address, unless the parcel still needs them.</summary>
    public static async Task<OutgoingMessages> Handle(
        ForgetGuest message, IDocumentSession session, CheckoutPolicy policy, TimeProvider clock, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (await session.LoadAsync<GuestOrder>(message.OrderId, cancellation) is not { ForgottenAt: null } guest) return [];
        var order = await session.LoadAsync<OrderView>(message.OrderId, cancellation);
        if (now < guest.PlacedAt + policy.GuestDataKept || order is { Open: true }) return [message.DelayedFor(LooksAgainAfter)];
        session.Store(guest.Forgotten(now));
        session.DeleteWhere<SeenCard>(c => c.CustomerId == guest.GuestId);
        return [new DestroyGuestKey(message.OrderId)];
    }

    /// <summary>Notes it where no restored backup can forget it, and destroys the key, once the order's record says that it is forgotten.</summary>
    public static async Task Handle(DestroyGuestKey message, IQuerySession session, IDataKeys keys, ErasureJournal journal, CancellationToken cancellation)
    {
        if (await session.LoadAsync<GuestOrder>(message.OrderId, cancellation) is not { ForgottenAt: { } forgottenAt } guest) return;
        await journal.AppendAsync([guest.GuestId], forgottenAt, cancellation);
        await keys.DestroyAsync(guest.GuestId, cancellation);
    }
}
