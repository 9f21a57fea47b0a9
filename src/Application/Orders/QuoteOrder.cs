using Marketplace.Application.Customers;
using Marketplace.Application.Promotions;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Promotions;
using Marten;

namespace Marketplace.Application.Orders;

/// <summary>A product and how many of it.</summary>
public sealed record Item(string Sku, int Quantity);

/// <summary>Where an order shall go.</summary>
public sealed record DeliveryRequest(DeliveryKind Kind, string? PickupPointId, string? Address)
{
    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => Kind.ToString();
}

/// <summary>Asks what an order would cost (S63), and what points would pay of it.</summary>
public sealed record QuoteOrder(
    Guid CustomerId, Guid OrderId, IReadOnlyList<Item> Items, DeliveryRequest Delivery, string? PromoCode = null, long Points = 0)
{
    /// <summary>Whether nobody is signed in (D1): then there is neither a member price nor a promotion.</summary>
    public bool Guest { get; init; }
}

/// <summary>Prices orders from the catalogue.</summary>
public static class QuoteOrderHandler
{
    /// <summary>The price, to the kopeck that of a placement at this moment; nothing is stored.</summary>
    public static async Task<Quote> Handle(
        QuoteOrder query, IQuerySession session, OrderPolicy policy, PromotionPolicy promotions, TimeProvider clock, CancellationToken cancellation)
    {
        var price = await PriceAsync(query.OrderId, query.Items, query.Delivery, session, policy, cancellation, query.Guest);
        if (query.Guest) return query is { PromoCode: null, Points: 0 } ? price([]) : throw new RefusedException(CustomerErrors.SignInRequired);
        var benefits = await Benefits.LookAsync(session, query.CustomerId, query.PromoCode, cancellation);
        var quote = price(benefits.DiscountsOf(query.OrderId, promotions));
        var now = clock.GetUtcNow();
        benefits.UseOfCode(query.OrderId, quote, now).ThrowIfRefused();
        var referral = await ReferralUse.LookAsync(session, query.CustomerId, query.PromoCode, query.Delivery.Address, cancellation);
        referral?.Decide(query.OrderId, quote.ReducedBy(ReductionKind.FirstOrder).IsPositive, now).ThrowIfRefused();
        return query.Points == 0 ? quote : await WithPointsAsync(query, quote, benefits.Card, session, policy, now, cancellation);
    }

    // By the rules of a payment and in their order, so that what is promised here is taken there, and what is refused there here.
    private static async Task<Quote> WithPointsAsync(
        QuoteOrder query, Quote quote, BonusCard? card, IQuerySession session, OrderPolicy policy, DateTimeOffset now, CancellationToken cancellation)
    {
        if (query.Points > 0) await session.EntitledAsync(query.CustomerId, AccountAction.SpendPoints, now, cancellation);
        if (PaymentDecisions.RefusePoints(query.Points, Tenders.MostPoints(quote, policy)) is { } refused) throw new RefusedException(refused);
        var owned = card ?? throw new RefusedException(BonusCardErrors.NotIssued);
        BonusCardDecisions.Redeem(owned, query.OrderId, query.Points, query.OrderId, now).ThrowIfRefused();
        return quote with { Points = query.Points };
    }

    /// <summary>Checks what is asked for, and answers what it costs with any discounts.</summary>
    internal static async Task<Func<IReadOnlyList<Discount>, Quote>> PriceAsync(
        Guid orderId, IReadOnlyList<Item> items, DeliveryRequest delivery, IQuerySession session, OrderPolicy policy, CancellationToken cancellation, bool guest = false)
    {
        if (items.Count == 0 || items.Count > policy.MaxLines || items.DistinctBy(i => i.Sku).Count() < items.Count)
        {
            throw new RefusedException(OrderErrors.LinesInvalid(policy.MaxLines));
        }

        if (items.Any(i => i.Quantity < 1 || i.Quantity > policy.MaxQuantity)) throw new RefusedException(OrderErrors.QuantityInvalid(policy.MaxQuantity));
        if (delivery.Kind == DeliveryKind.PickupPoint)
        {
            var point = delivery.PickupPointId is { } id ? await session.LoadAsync<PickupPoint>(id, cancellation) : null;
            if (point is not { Active: true }) throw new RefusedException(OrderErrors.PickupPointUnavailable);
        }

        var products = (await session.LoadManyAsync<Product>(cancellation, items.Select(i => i.Sku))).ToDictionary(p => p.Sku);
        IReadOnlyList<QuotedItem> quoted = [.. items.Select(i => new QuotedItem(Available(products, i.Sku), i.Quantity))];
        return discounts => Quote.For(orderId, quoted, delivery.Kind, policy, discounts, guest);
    }

    private static Product Available(Dictionary<string, Product> products, string sku) =>
        products.TryGetValue(sku, out var product) && product.Available
            ? product
            : throw new RefusedException(OrderErrors.ProductUnavailable(sku));
}
