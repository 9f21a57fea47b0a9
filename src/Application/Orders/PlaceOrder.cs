using Marketplace.Application.Customers;
using Marketplace.Application.GroupCommits;
using Marketplace.Application.Idempotency;
using Marketplace.Application.Privacy;
using Marketplace.Application.Promotions;
using Marketplace.Application.Stock;
using Marketplace.Application.Views;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Promotions;
using Marketplace.Domain.Values;
using Marten;
using Wolverine;

namespace Marketplace.Application.Orders;

/// <summary>Places an order at the catalogue's prices of this moment (S63).</summary>
public sealed record PlaceOrder(
    Guid CustomerId, Guid OrderId, IReadOnlyList<Item> Items, DeliveryRequest Delivery, RequestKey? Key, string? PromoCode = null) : OfCustomer(CustomerId), ISometimesAlone
{
    // Whoever buys the whole shop holds up only himself.
    private const int MostLinesTogether = 20;

    /// <summary>The phone of a guest, who has no account (D1); the customer is then the order's own <see cref="GuestDecisions.OwnerOf"/>.</summary>
    public Secret? GuestPhone { get; init; }

    /// <summary>Points that shall pay, a rouble each: taken at once with a <see cref="Wallet"/>, else part of the plan that the order keeps.</summary>
    public long Points { get; init; }

    /// <summary>Kopecks that the customer was shown as the total; another price by now is refused. Null agrees to any.</summary>
    public long? ExpectedTotal { get; init; }

    /// <summary>
    /// Kopecks that the wallet pays at once, in the same transaction; with the points they must be all that the order costs. Null when
    /// it is paid later. An order that is there already is answered as it is, paid or not.
    /// </summary>
    public long? Wallet { get; init; }

    /// <summary>
    /// Whether it needs what <see cref="PlaceOrdersTogether"/> does not do: guests, promo codes and points. And what is going to be refused
    /// keeps no stock from anybody.
    /// </summary>
    public bool GoesAlone => this is not { GuestPhone: null, PromoCode: null, Points: 0, Delivery: not null, Items.Count: > 0 and <= MostLinesTogether }
        || Items.Any(i => i is not { Sku.Length: > 0 });

    /// <summary>The stock of its products, in the order in which stocks are locked.</summary>
    public IReadOnlyList<Guid> StockIds => [.. Items.Select(i => Domain.Stock.StockIds.Of(i.Sku)).Distinct().Order()];

    /// <summary>The customer's first-order discount.</summary>
    public Guid FirstOrderDiscountId => AccountIds.FirstOrderDiscountId(CustomerId);

    /// <summary>The attempt of a payment at once, always the same for this order (X5).</summary>
    internal Guid AttemptId => DeterministicId.Of(OrderId, "paid when it was placed");
}

/// <summary>Handles <see cref="PlaceOrder"/>.</summary>
public static class PlaceOrderHandler
{
    /// <summary>Prices exactly as the preview does; what is limited is locked until the order is placed.</summary>
    public static Task<Checkout> LoadAsync(
        PlaceOrder command, IDocumentSession session, OrderPolicy policy, PromotionPolicy promotions, TimeProvider clock, CancellationToken cancellation) =>
        command is { GuestPhone: not null } and not { PromoCode: null, Points: 0, Wallet: null }
            ? throw new RefusedException(CustomerErrors.SignInRequired)
            : Checkout.BeginAsync(command, session, policy, promotions, clock.GetUtcNow(), cancellation);

    /// <summary>Freezes the price into the order, takes its goods from the stock, pays it if it shall be paid at once, and answers it as its customer sees it.</summary>
    public static async Task<(OrderView Answer, OutgoingMessages Messages)> Handle(
        PlaceOrder command,
        Checkout checkout,
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
        if (Decide(command, checkout, guest is not null, policy, now) is not { } happened)
        {
            var before = await session.LoadAsync<OrderView>(command.OrderId, cancellation);
            return (session.Answered(command.Key, before!, now), []);
        }

        var messages = Following(command, guest is not null, policy, now);
        if (guest is { } phone)
        {
            session.Insert(new GuestOrder(
                command.OrderId, command.CustomerId, tokens.HashOf(phone), new Pii<string>(command.CustomerId, "phone", phone.Value), now, null));
            messages.Add(new ForgetGuest(command.OrderId).ScheduledAt(now + guests.GuestDataKept));
        }

        // Last of all, because others wait for it: nothing is left to do then but to commit.
        await session.TakeStockAsync(command.CustomerId, command.OrderId, checkout.Quote.Lines, now, cancellation);
        return (session.Answered(command.Key, ViewOf(happened), now), messages);
    }

    /// <summary>Places the order, pays it if it shall be paid at once, and uses the promotions; its goods are still to be taken.</summary>
    /// <returns>What happened to the order; null when it is there already.</returns>
    /// <exception cref="RefusedException">It cannot be placed so.</exception>
    internal static IReadOnlyList<OrderEvent>? Decide(PlaceOrder command, Checkout checkout, bool guest, OrderPolicy policy, DateTimeOffset now)
    {
        var delivery = Choice(command.CustomerId, command.Delivery) with { Guest = guest };
        // The client may have chosen the id of something else that has happened.
        if (checkout.Order is { Aggregate: null, CurrentVersion: > 0 }) throw new RefusedException(OrderErrors.IdTaken);
        var expected = command.ExpectedTotal is { } shown ? new Money(shown) : (Money?)null;
        var decision = OrderDecisions.Place(checkout.Order.Aggregate, command.OrderId, command.CustomerId, checkout.Quote, delivery, policy, now, command.Points, expected);
        if (!checkout.Order.Append(decision)) return null;
        IReadOnlyList<OrderEvent> happened = decision.Events;
        if (command.Wallet is { } wallet) happened = [.. happened, .. PayAtOnce(command, new Money(wallet), checkout, happened, policy, now)];
        checkout.Use(now);
        return happened;
    }

    /// <summary>An order that is not paid at once lapses one day.</summary>
    internal static OutgoingMessages Following(PlaceOrder command, bool guest, OrderPolicy policy, DateTimeOffset now)
    {
        OutgoingMessages messages = [];
        if (command.Wallet is null) messages.Add(new LapseUnpaidOrder(command.OrderId).ScheduledAt(now + policy.PayWithinOf(guest)));
        return messages;
    }

    /// <summary>The new order as its customer sees it.</summary>
    internal static OrderView ViewOf(IReadOnlyList<OrderEvent> happened) => happened.Aggregate((OrderView?)null, OrderView.Fold)!;

    private static IReadOnlyList<OrderEvent> PayAtOnce(
        PlaceOrder command, Money wallet, Checkout checkout, IReadOnlyList<OrderEvent> happened, OrderPolicy policy, DateTimeOffset now)
    {
        var placed = happened.Aggregate((Order?)null, Order.Evolve)!;
        var decision = PaymentDecisions.Pay(placed, command.AttemptId, wallet, command.Points, hasCard: false, policy, now);
        checkout.Order.Append(decision);
        PayOrderHandler.Take(checkout.Wallet, checkout.Card, command.AttemptId, wallet, command.Points, command.OrderId, isPending: false, now);
        return decision.Events;
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
