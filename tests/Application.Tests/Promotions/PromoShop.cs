using System.Collections.Immutable;
using Marketplace.Application.Orders;
using Marketplace.Application.Promotions;
using Marketplace.Application.Views;
using Marketplace.Domain;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Promotions;
using Xunit;

namespace Marketplace.Application.Tests.Promotions;

/// <summary>A shop with the promotions that apply by themselves.</summary>
public sealed class PromoShop : Shop
{
    /// <inheritdoc />
    protected override PromotionPolicy Promotions => new();

    /// <summary>A code of 20 % without any limit but those that are changed.</summary>
    public async Task<string> CodeAsync(Func<PromoTerms, PromoTerms>? change = null)
    {
        var code = $"CODE-{Guid.NewGuid():N}"[..20].ToUpperInvariant();
        var terms = new PromoTerms(20_00, 0, null, Clock.GetUtcNow(), Clock.GetUtcNow().AddDays(30), null, null, 0, ImmutableList<string>.Empty, null);
        await InvokeAsync<PromoCodeAnswer>(new DefinePromoCode(code, change?.Invoke(terms) ?? terms));
        return code;
    }

    /// <summary>A customer who has registered and may take the discount on the first order.</summary>
    public async Task<Guid> NewcomerAsync(long kopecks = 0)
    {
        var customerId = await CustomerAsync(kopecks);
        var discountId = AccountIds.FirstOrderDiscountId(customerId);
        await using var session = Store.LightweightSession();
        session.Events.StartStream<FirstOrderDiscount>(discountId, FirstOrderDecisions.Grant(null, discountId, customerId, Promotions, Clock.GetUtcNow()).Events);
        await session.SaveChangesAsync();
        return customerId;
    }

    /// <summary>A newcomer with a code for friends.</summary>
    public async Task<Guid> ReferrerAsync(long kopecks = 0)
    {
        var customerId = await NewcomerAsync(kopecks);
        await using var session = Store.LightweightSession();
        session.Events.StartStream<Referrals>(Referrals.IdOf(customerId), ReferralDecisions.IssueCode(null, customerId, Promotions, Clock.GetUtcNow()).Events);
        await session.SaveChangesAsync();
        return customerId;
    }

    public Task<OrderView> PlaceAsync(Guid customerId, string? code, Guid? orderId = null, params (string Sku, int Quantity)[] items) => SendAsync<OrderView>(
        new PlaceOrder(customerId, orderId ?? Guid.NewGuid(), Items(items), ToPickupPoint, Key(customerId), code));

    public Task<Quote> QuoteAsync(Guid customerId, string? code, params (string Sku, int Quantity)[] items) =>
        InvokeAsync<Quote>(new QuoteOrder(customerId, Guid.Empty, Items(items), ToPickupPoint, code));

    private static DeliveryRequest ToPickupPoint => new(DeliveryKind.PickupPoint, "pvz-1", null);

    private static List<Item> Items((string Sku, int Quantity)[] items) => [.. items.Select(i => new Item(i.Sku, i.Quantity))];
}

[CollectionDefinition(nameof(PromoShop))]
public sealed class PromoShopCollection : ICollectionFixture<PromoShop>;
