using System.Collections.Immutable;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Promotions;
using Marketplace.Domain.Values;

namespace Marketplace.Domain.Tests.Promotions;

/// <summary>A code of 20 % for a month, once for each customer and three times in all, from 500 ₽; and the goods it is tried on.</summary>
internal static class PromoLife
{
    internal static readonly OrderPolicy Policy = new();
    internal static readonly Product Book = new("book", "Букварь", "books", new Money(200_00), new Money(150_00), true);
    internal static readonly Product Kettle = new("kettle", "Чайник", "appliances", new Money(1_000_00), null, true);

    internal static readonly PromoTerms Terms = new(
        20_00, 0, null, Known.Noon, Known.Noon.AddDays(30), 1, 3, 500_00, ImmutableList<string>.Empty, null);

    internal static readonly Guid PromotionId = Promotion.IdOf("AUTUMN-20");

    internal static Promotion Autumn => With(Terms);

    internal static Promotion With(PromoTerms terms) => After(null, PromotionDecisions.Define(null, "autumn-20", terms, Known.Noon));

    internal static Discount Card(int basisPoints = 3_00, string name = "card") => new(ReductionKind.CardDiscount, "", Known.Id(name), basisPoints, 0, null, []);

    internal static Discount FirstOrder(int basisPoints = 10_00, long atMost = 500_00) =>
        new(ReductionKind.FirstOrder, "", Known.Id("first"), basisPoints, 0, atMost, []);

    internal static Discount Code(int basisPoints = 0, long amountOff = 0, long? atMost = null, params string[] categories) =>
        new(ReductionKind.PromoCode, "CODE", Known.Id("code"), basisPoints, amountOff, atMost, [.. categories]);

    internal static Quote Price(IReadOnlyList<QuotedItem> items, params Discount[] discounts) =>
        Quote.For(Known.OrderId, items, DeliveryKind.Courier, Policy, discounts);

    internal static PromoUse Use(string order = "order", string customer = "customer", long goods = 1_000_00, long reduction = 200_00) =>
        new(Known.Id(order), Known.Id(customer), new Money(goods), new Money(reduction));

    internal static Promotion After(Promotion? promotion, Decision<PromotionEvent> decision) => decision.IsRefused
        ? throw new InvalidOperationException($"The story ends early: {decision.Rejection.Code}")
        : decision.Events.Aggregate(promotion, Promotion.Evolve)!;

    internal static Promotion Used(this Promotion promotion, string order, string customer) =>
        After(promotion, PromotionDecisions.Use(promotion, Use(order, customer), Known.Noon));
}
