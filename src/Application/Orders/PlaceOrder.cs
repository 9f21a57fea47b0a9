using JasperFx.Events;
using Marketplace.Application.Customers;
using Marketplace.Application.Idempotency;
using Marketplace.Application.Privacy;
using Marketplace.Application.Promotions;
using Marketplace.Application.Stock;
using Marketplace.Application.Views;
using Marketplace.Application.Wallets;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Promotions;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using Marten;
using Wolverine;

namespace Marketplace.Application.Orders;

/// <summary>Places an order at the catalogue's prices of this moment (S63).</summary>
public sealed record PlaceOrder(
    Guid CustomerId, Guid OrderId, IReadOnlyList<Item> Items, DeliveryRequest Delivery, RequestKey? Key, string? PromoCode = null) : OfCustomer(CustomerId)
{
    /// <summary>The phone of a guest, who has no account (D1); the customer is then the order's own <see cref="GuestDecisions.OwnerOf"/>.</summary>
    public Secret? GuestPhone { get; init; }
}

/// <summary>Handles <see cref="PlaceOrder"/>.</summary>
public static class PlaceOrderHandler
{
    /// <summary>
    /// Prices exactly as the preview does; the promotions that are limited are locked until the order is placed. The wallet is
    /// locked before them, as everywhere, although it is only asked whether the account is leaving.
    /// </summary>
    public static async Task<Checkout> LoadAsync(
        PlaceOrder command, IDocumentSession session, OrderPolicy policy, PromotionPolicy promotions, TimeProvider clock, CancellationToken cancellation)
    {
        if (command is { GuestPhone: not null, PromoCode: not null }) throw new RefusedException(CustomerErrors.SignInRequired);
        var price = await QuoteOrderHandler.PriceAsync(
            command.OrderId, command.Items, command.Delivery, session, policy, cancellation, guest: command.GuestPhone is not null);
        var wallet = await session.Events.FetchForExclusiveWriting<Wallet>(command.WalletId, cancellation);
        wallet.RefuseClosed();
        return await Checkout.BeginAsync(
            session, command.CustomerId, command.OrderId, command.PromoCode, command.Delivery.Address, price, promotions, clock.GetUtcNow(), cancellation);
    }

    /// <summary>Freezes the price into the order, takes its goods from the stock, and answers it as its customer sees it.</summary>
    public static async Task<(OrderView Answer, OutgoingMessages Messages)> Handle(
        PlaceOrder command,
        Checkout checkout,
        [Loaded(nameof(PlaceOrder.OrderId))] IEventStream<Order> order,
        IDocumentSession session,
        OrderPolicy policy,
        CheckoutPolicy guests,
        GuestTokens tokens,
        IDataKeys keys,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var guest = command.GuestPhone is { } typed ? PhoneOf(typed) : (PhoneNumber?)null;
        if (guest is not null) await keys.CreateAsync(command.CustomerId, cancellation);
        var delivery = Choice(command.CustomerId, command.Delivery) with { Guest = guest is not null };
        var decision = OrderDecisions.Place(order.Aggregate, command.OrderId, command.CustomerId, checkout.Quote, delivery, policy, now);
        if (!order.Append(decision))
        {
            var placed = await session.LoadAsync<OrderView>(command.OrderId, cancellation);
            return (session.Answered(command.Key, placed!, now), []);
        }

        OutgoingMessages messages = [new LapseUnpaidOrder(command.OrderId).ScheduledAt(now + policy.PayWithinOf(guest is not null))];
        if (guest is { } phone)
        {
            session.Insert(new GuestOrder(
                command.OrderId, command.CustomerId, tokens.HashOf(phone), new Pii<string>(command.CustomerId, "phone", phone.Value), now, null));
            messages.Add(new ForgetGuest(command.OrderId).ScheduledAt(now + guests.GuestDataKept));
        }

        checkout.Use(now);
        // Last of all, because others wait for it: nothing is left to do then but to commit.
        await session.TakeStockAsync(command.CustomerId, command.OrderId, checkout.Quote.Lines, now, cancellation);
        var view = decision.Events.Aggregate((OrderView?)null, OrderView.Fold);
        return (session.Answered(command.Key, view!, now), messages);
    }

    private static PhoneNumber PhoneOf(Secret typed) =>
        Phones.TryRead(typed.Reveal(), out var phone) ? phone : throw new RefusedException(CustomerErrors.PhoneInvalid);

    // Only what the way of delivery needs is kept: nobody goes to the address of a customer who comes to the pick-up point.
    private static DeliveryChoice Choice(Guid customerId, DeliveryRequest request) => request switch
    {
        { Kind: DeliveryKind.PickupPoint } => new DeliveryChoice(request.Kind, request.PickupPointId, null),
        { Address: { Length: > 0 } address } => new DeliveryChoice(request.Kind, null, new Pii<string>(customerId, "address", address)),
        _ => new DeliveryChoice(request.Kind, null, null),
    };
}
