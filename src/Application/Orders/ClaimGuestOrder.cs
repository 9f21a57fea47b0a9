using JasperFx.Events;
using Marketplace.Application.Customers;
using Marketplace.Application.Payments;
using Marketplace.Application.Wallets;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using Marten;
using Wolverine;

namespace Marketplace.Application.Orders;

/// <summary>Takes an order over that was placed without an account, by who has just proved its phone (D1).</summary>
public sealed record ClaimGuestOrder(Guid CustomerId, Guid SessionId, Guid OrderId) : OfCustomer(CustomerId);

/// <summary>Whose the order is now.</summary>
public sealed record ClaimAnswer(Guid OrderId, OrderStatus Status);

/// <summary>Handles <see cref="ClaimGuestOrder"/>.</summary>
public static class ClaimGuestOrderHandler
{
    /// <summary>Gives the order to the account. The guest's token opens nothing any more, and the guest's key is destroyed.</summary>
    public static async Task<(ClaimAnswer Answer, OutgoingMessages Messages)> Handle(
        ClaimGuestOrder command,
        [Locked(nameof(ClaimGuestOrder.WalletId))] IEventStream<Wallet> wallet,
        [Loaded(nameof(ClaimGuestOrder.OrderId))] IEventStream<Order> order,
        IDocumentSession session,
        GuestTokens tokens,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        wallet.RefuseClosed();
        var now = clock.GetUtcNow();
        var state = order.Existing(OrderErrors.Unknown);
        if (!state.Guest && state.CustomerId == command.CustomerId) return (new ClaimAnswer(state.Id, state.Status), []);
        var guest = await session.LoadAsync<GuestOrder>(command.OrderId, cancellation);
        var customer = await session.LoadAsync<Customer>(command.CustomerId, cancellation);
        // Somebody else's order and one that is forgotten are told as one that does not exist.
        if (guest?.PhoneHash is not { } hash || !PhoneNumber.TryCreate(customer?.Phone.Value, out var phone) || tokens.HashOf(phone) != hash)
        {
            throw new RefusedException(OrderErrors.Unknown);
        }

        await RefuseOldProofAsync(session, command, guest, cancellation);
        var placed = (OrderPlaced)(await session.Events.FetchStreamAsync(command.OrderId, version: 1, token: cancellation))[0].Data;
        var address = placed.Address?.Value is { } known ? new Pii<string>(command.CustomerId, "address", known) : null;
        order.Append(GuestDecisions.Claim(state, command.CustomerId, address, now));
        session.Store(guest.Forgotten(now));
        await session.MoveCardsAsync(guest.GuestId, command.CustomerId, cancellation);
        return (new ClaimAnswer(state.Id, state.Status), [new DestroyGuestKey(command.OrderId)]);
    }

    // A number can have another owner by now: what counts is a code that was sent to it after the order was placed.
    private static async Task RefuseOldProofAsync(IQuerySession session, ClaimGuestOrder command, GuestOrder guest, CancellationToken cancellation)
    {
        var opened = await session.Query<Session>().Where(s => s.CustomerId == command.CustomerId).ToListAsync(cancellation);
        var proof = opened.FirstOrDefault(s => s.SessionId == command.SessionId);
        if (proof is not { Method: SignInMethod.PhoneCode } || proof.CreatedAt < guest.PlacedAt) throw new RefusedException(OrderErrors.ClaimNeedsCode);
    }
}
