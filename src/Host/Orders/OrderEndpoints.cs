using System.Security.Claims;
using Marketplace.Application;
using Marketplace.Application.Idempotency;
using Marketplace.Application.Notifications;
using Marketplace.Application.Orders;
using Marketplace.Application.Privacy;
using Marketplace.Application.Views;
using Marketplace.Application.Views.Stored;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Orders;
using Marketplace.Host.Auth;
using Marketplace.Host.Http;
using Marten;
using Wolverine;

namespace Marketplace.Host.Orders;

/// <summary>Where an order shall go: a pick-up point, or a courier's address.</summary>
public sealed record DeliveryBody(DeliveryKind? Kind = null, string? PickupPointId = null, string? Address = null)
{
    internal DeliveryRequest ToRequest() => new(
        Kind ?? (PickupPointId is null ? DeliveryKind.Courier : DeliveryKind.PickupPoint), PickupPointId, Address);

    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => nameof(DeliveryBody);
}

/// <summary>One product and how many of it.</summary>
public sealed record LineBody(string Sku, int Quantity);

/// <summary>What shall be priced, and how many points shall pay of it.</summary>
public sealed record QuoteBody(IReadOnlyList<LineBody> Lines, DeliveryBody Delivery, string? PromoCode = null, int? Points = null);

/// <summary>
/// What shall be ordered; the client may choose the id, so that placing can be repeated: best a UUID of version 7, because orders of one hour then
/// lie together in the store. <c>Points</c> is how many shall pay, and
/// <c>Wallet</c>, in kopecks, pays at once together with them: it is all that they leave to pay. Only a guest names a phone (D1).
/// <c>ExpectedTotal</c>, in kopecks, is the total that was shown: when the order costs anything else by now, it is not placed.
/// </summary>
public sealed record PlaceOrderBody(IReadOnlyList<LineBody> Lines, DeliveryBody Delivery, Guid? OrderId = null, string? PromoCode = null, int? Points = null, TenderAmount? Wallet = null, Secret? Phone = null,
    TenderAmount? ExpectedTotal = null)
{
    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => nameof(PlaceOrderBody);
}

/// <summary>The price of an order that is not placed yet, in kopecks; <c>Points</c> pay a rouble each, and <c>Due</c> is what they leave to pay.</summary>
public sealed record QuoteResponse(
    IReadOnlyList<OrderedLine> Lines, IReadOnlyList<DiscountView> Discounts, long DeliveryFee, long Total, long Points, long Due);

/// <summary>The mix that pays: wallet in kopecks, points, and a card or instalments (3, 6 or 12 monthly parts) for the rest.</summary>
public sealed record PaymentBody(TenderAmount? Wallet = null, int? Points = null, Secret? CardToken = null, int? Instalments = null);

/// <summary>How many units shall go.</summary>
public sealed record RemovalBody(int Quantity);

/// <summary>Units of a line that come back, and why.</summary>
public sealed record ReturnLineBody(Guid LineId, int Quantity, ReturnReason Reason);

/// <summary>What comes back, and where the card-paid share of its price goes.</summary>
public sealed record ReturnBody(IReadOnlyList<ReturnLineBody> Lines, RefundDestination? RefundTo = null);

/// <summary>The customer's orders.</summary>
public static class OrderEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapOrders(this IEndpointRouteBuilder app)
    {
        var orders = app.MapGroup("/api/orders").WithTags("Orders").RequireAuthorization(Policies.Customer);
        orders.MapPost("/quote", QuoteAsync).AlsoForGuests(app).OnlyAsking().WithSummary("What an order would cost, and what points would leave to pay; nothing is stored (S63)")
            .Refuses("order.too-many-points", "order.tender-negative", "customer.account-restricted", "bonus-card.not-issued", "bonus-card.insufficient-points",
                "order.lines-invalid", "order.quantity-invalid", "order.product-unavailable", "order.pickup-point-unavailable",
                "promo.unknown", "promo.not-applicable", "promo.expired", "promo.exhausted", "promo.minimum-not-reached", "promo.referral-not-applicable");
        orders.MapPost("/", Place).AlsoForNewGuests(app).WithSummary("Place an order: its prices are frozen; with `wallet` it is paid in the same transaction (S63)")
            .Produces<OrderView>(StatusCodes.Status201Created)
            .Refuses("order.lines-invalid", "order.quantity-invalid", "order.product-unavailable", "order.pickup-point-unavailable", "order.address-missing", "order.id-taken", "order.price-changed", "stock.out-of-stock",
                "order.payment-short", "order.payment-exceeds", "order.tender-negative", "order.too-many-points", "wallet.insufficient-funds", "customer.account-restricted",
                "bonus-card.not-issued", "bonus-card.insufficient-points",
                "promo.unknown", "promo.not-applicable", "promo.expired", "promo.exhausted", "promo.minimum-not-reached", "promo.referral-not-applicable");
        orders.MapPost("/{id:guid}/payment", Pay).AlsoForItsGuest(app).WithSummary("Pay by wallet, points and card; the card takes the rest (S63, S64)")
            .Produces<PaymentAnswer>().Produces<PaymentAnswer>(StatusCodes.Status202Accepted)
            .Refuses("order.not-found", "order.already-paid", "order.payment-declined", "order.payment-short", "order.payment-exceeds", "order.too-many-points", "customer.account-restricted",
                "order.instalments-invalid", "order.instalments-too-small", "order.card-or-instalments", "payment.card-number-sent",
                "order.payment-in-progress", "order.invalid-transition", "wallet.insufficient-funds", "bonus-card.not-issued", "bonus-card.insufficient-points");
        orders.MapGet("/{id:guid}", GetAsync).AlsoForItsGuest(app).WithMetadata(HeadersMetadata.Versioned).WithSummary("An order, its payment and what was refunded, now or as it was (U1)")
            .Produces<OrderView>().Refuses("order.not-found", "request.as-of-invalid");
        orders.MapGet("/{id:guid}/tracking", TrackAsync).AlsoForItsGuest(app).WithSummary("The way of an order, step by step (S66)").Refuses("order.not-found");
        orders.MapPost("/{id:guid}/cancellation", Cancel).AlsoForItsGuest(app).WithSummary("Cancel before hand-over; everything paid goes back (S69)")
            .Produces<GivenBackAnswer>().Refuses("order.not-found", "order.already-shipped", "order.payment-in-progress");
        orders.MapPost("/{id:guid}/lines/{lineId:guid}/removal", Remove).WithSummary("Take units out before assembly; the rest keeps its price (S70)")
            .Produces<GivenBackAnswer>().Refuses("order.not-found", "order.line-unknown", "order.assembly-started", "order.quantity-exceeds", "order.payment-in-progress");
        orders.MapPost("/{id:guid}/returns", Return).WithSummary("Announce that delivered units come back (S71)")
            .Produces<ReturnAnswer>(StatusCodes.Status201Created)
            .Refuses("order.not-found", "order.not-delivered", "order.return-window-closed", "order.not-returnable", "order.line-unknown", "order.quantity-exceeds", "order.lines-invalid");
        orders.MapPost("/{id:guid}/receipts/{receiptId:guid}/sending", SendReceiptAsync).WithSummary("Send a receipt to the verified e-mail once more (S53)")
            .Produces(StatusCodes.Status202Accepted).Refuses("order.receipt-unknown", "customer.no-verified-email", "order.receipt-sent-too-often");
        app.MapGet("/api/returns/{id:guid}", GetReturnAsync).WithTags("Orders").RequireAuthorization(Policies.Customer)
            .WithSummary("How a return stands (S71)").Produces<ReturnView>().Refuses("order.return-unknown");
        app.MapPurchases();
    }

    private static async Task<QuoteResponse> QuoteAsync(QuoteBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellation)
    {
        var customer = user.FindCustomerId();
        var query = new QuoteOrder(customer ?? Guid.Empty, Guid.Empty, Items(body.Lines), body.Delivery.ToRequest(), body.PromoCode, body.Points ?? 0) { Guest = customer is null };
        var quote = await bus.InvokeAsync<Quote>(query, cancellation);
        var discounts = quote.Discounts.Select(d => new DiscountView(d.Kind, d.Source, d.Amount));
        return new QuoteResponse(quote.Lines, [.. discounts], quote.DeliveryFee.Kopecks, quote.Total.Kopecks, quote.Points, quote.Due.Kopecks);
    }

    private static Task<IResult> Place(PlaceOrderBody body, HttpContext http, GuestTokens tokens, Once once) => once.RunAsync(
        Buyers.SubjectOf(http.User),
        key => Placing(body, http.User.FindCustomerId(), body.OrderId ?? key.NewId(), key),
        (OrderView order) =>
        {
            // A guest sees the order again by this token alone.
            if (order.CustomerId == GuestDecisions.OwnerOf(order.OrderId)) http.Response.Headers[Buyers.Header] = tokens.Of(order.OrderId);
            return Results.Created($"/api/orders/{order.OrderId}", order);
        });

    private static PlaceOrder Placing(PlaceOrderBody body, Guid? customer, Guid orderId, RequestKey key)
    {
        if (customer is null && body.Phone is null) throw new RefusedException(CustomerErrors.SignInRequired);
        return new PlaceOrder(customer ?? GuestDecisions.OwnerOf(orderId), orderId, Items(body.Lines), body.Delivery.ToRequest(), key, body.PromoCode)
        {
            GuestPhone = customer is null ? body.Phone : null,
            Points = body.Points ?? 0,
            Wallet = body.Wallet?.Kopecks,
            ExpectedTotal = body.ExpectedTotal?.Kopecks,
        };
    }

    private static Task<IResult> Pay(Guid id, PaymentBody body, HttpContext http, Buyers buyers, Once once)
    {
        // Before an answer of earlier is looked for: it is its buyer's alone.
        var (buyer, wallet, points) = (buyers.Of(http, id), body.Wallet?.Kopecks ?? 0, body.Points ?? 0);
        return once.RunAsync(
            Buyers.SubjectOf(http.User),
            key => body.CardToken is { } token && body.Instalments is null
                ? new PayOrderByCard(buyer, id, key.NewId(), wallet, points, token, key)
                : (object)new PayOrder(buyer, id, key.NewId(), wallet, points, HasCard: body.CardToken is not null, key, body.Instalments ?? 0),
            (PaymentAnswer answer) => answer.Status switch
            {
                PaymentStatus.Paid => Results.Ok(answer),
                PaymentStatus.Declined => Problems.Of(OrderErrors.PaymentDeclined(answer.Reason ?? "declined")),
                _ => Results.Accepted($"/api/orders/{id}", answer),
            });
    }

    private static async Task<IResult> GetAsync(
        Guid id, HttpContext http, Buyers buyers, AsOf? asOf, StoredOrders orders, IDocumentStore store, TimeProvider clock, CancellationToken cancellation)
    {
        // Whose it is now: the past of an order that joined an account is its owner's, too.
        if (await orders.FindAsync(buyers.Of(http, id), id, cancellation) is not { } order) return Problems.Of(OrderErrors.Unknown);
        if (asOf.NotAfter(clock) is not { } then) return Versioned.Stored(Tag.Of<OrderView>(order.Version), order.Json);
        await using var session = store.QuerySession();
        return await session.StateAsync<OrderView>(id, then, cancellation) is { } past ? Versioned.Ok(Tag.Of<OrderView>(past.Version), past) : Problems.Of(OrderErrors.Unknown);
    }

    private static async Task<IResult> TrackAsync(Guid id, HttpContext http, Buyers buyers, IQuerySession session, CancellationToken cancellation) =>
        await OwnedAsync(id, buyers.Of(http, id), session, cancellation) is { } order
            ? Results.Ok(new { order.OrderId, order.Status, Steps = order.Tracking })
            : Problems.Of(OrderErrors.Unknown);

    private static Task<IResult> Cancel(Guid id, HttpContext http, Buyers buyers, Once once)
    {
        var buyer = buyers.Of(http, id);
        return once.RunAsync(Buyers.SubjectOf(http.User), key => new CancelOrder(buyer, id, key), (GivenBackAnswer answer) => Results.Ok(answer));
    }

    private static Task<IResult> Remove(Guid id, Guid lineId, RemovalBody body, ClaimsPrincipal user, Once once) => once.RunAsync(
        user.CustomerId(),
        key => new RemoveOrderLine(user.CustomerId(), id, key.NewId(), lineId, body.Quantity, key),
        (GivenBackAnswer answer) => Results.Ok(answer));

    private static Task<IResult> Return(Guid id, ReturnBody body, ClaimsPrincipal user, Once once) => once.RunAsync(
        user.CustomerId(),
        key => new RequestReturn(
            user.CustomerId(), id, key.NewId(), [.. body.Lines.Select(l => new ReturnedUnits(l.LineId, l.Quantity, l.Reason))],
            body.RefundTo ?? RefundDestination.Wallet, key),
        (ReturnAnswer answer) => Results.Created($"/api/returns/{answer.ReturnId}", answer));

    private static async Task<IResult> SendReceiptAsync(Guid id, Guid receiptId, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellation)
    {
        await bus.InvokeAsync(new SendReceiptAgain(user.CustomerId(), id, receiptId), cancellation);
        return Results.Accepted();
    }

    private static async Task<IResult> GetReturnAsync(Guid id, ClaimsPrincipal user, IQuerySession session, CancellationToken cancellation) =>
        await session.LoadAsync<ReturnView>(id, cancellation) is { } view && view.CustomerId == user.CustomerId()
            ? Results.Ok(view)
            : Problems.Of(OrderErrors.ReturnUnknown);

    private static async Task<OrderView?> OwnedAsync(Guid id, Guid owner, IQuerySession session, CancellationToken cancellation) =>
        await session.LoadAsync<OrderView>(id, cancellation) is { } order && order.CustomerId == owner ? order : null;

    private static List<Item> Items(IReadOnlyList<LineBody> lines) => [.. lines.Select(l => new Item(l.Sku, l.Quantity))];
}
