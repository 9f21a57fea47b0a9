using JasperFx.Events;
using Marketplace.Application.GroupCommits;
using Marketplace.Application.Idempotency;
using Marketplace.Application.Promotions;
using Marketplace.Application.Stock;
using Marketplace.Application.Views;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Catalogue;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Promotions;
using Marketplace.Domain.Stock;
using Marketplace.Domain.Wallets;
using Marten;
using Marten.Services.BatchQuerying;
using Wolverine;

namespace Marketplace.Application.Orders;

/// <summary>
/// Carries out <see cref="PlaceOrder"/> for many customers in one transaction (ADR 0016): the orders of customers with an account, for goods
/// at their price, with the discount of a first order. What locks streams that have to be found first, a promo code or a friend's, and what is
/// rare, guests and points (<see cref="PlaceOrder.GoesAlone"/>), is carried out alone by <see cref="PlaceOrderHandler"/>, with the same decisions.
/// </summary>
[Grouped]
public static class PlaceOrdersTogether
{
    /// <summary>What is on sale, for all of the orders at once.</summary>
    public static async Task<Goods> AskAsync(IReadOnlyList<PlaceOrder> commands, IBatchedQuery batch)
    {
        var products = batch.LoadMany<Product>().ById([.. commands.SelectMany(c => c.Items).Select(i => i.Sku).Distinct()]);
        var points = batch.LoadMany<PickupPoint>().ById([.. commands.Select(c => c.Delivery.PickupPointId).OfType<string>().Distinct()]);
        return new Goods((await products).ToDictionary(p => p.Sku), (await points).ToDictionary(p => p.PickupPointId));
    }

    /// <summary>Decides as <see cref="PlaceOrderHandler"/> does.</summary>
    public static (OrderView Answer, OutgoingMessages Messages) Handle(
        PlaceOrder command,
        [Locked(nameof(PlaceOrder.WalletId))] IEventStream<Wallet> wallet,
        [Loaded(nameof(PlaceOrder.OrderId))] IEventStream<Order> order,
        [Loaded(nameof(PlaceOrder.BonusCardId))] IEventStream<BonusCard> card,
        [Loaded(nameof(PlaceOrder.FirstOrderDiscountId))] IEventStream<FirstOrderDiscount> first,
        [Locked(nameof(PlaceOrder.StockIds))] IReadOnlyList<IEventStream<ProductStock>> stocks,
        Goods goods,
        IDocumentSession session,
        OrderPolicy policy,
        PromotionPolicy promotions,
        TimeProvider clock)
    {
        // An order that is there already is answered as it is shown, and that may be part of this very batch.
        if (order.Aggregate is not null) throw new CarriedOutAloneException();
        var now = clock.GetUtcNow();
        var offer = Offer.Of(command.Items, command.Delivery, goods.Products, goods.PickupPoints, policy);
        var checkout = Checkout.Of(command, offer, order, wallet, card.Aggregate, first, policy, promotions);
        var happened = PlaceOrderHandler.Decide(command, checkout, guest: false, policy, now)!;
        stocks.Take(command.CustomerId, command.OrderId, checkout.Quote.Lines, now);
        return (session.Answered(command.Key, PlaceOrderHandler.ViewOf(happened), now), PlaceOrderHandler.Following(command, guest: false, policy, now));
    }

    /// <summary>What is on sale.</summary>
    /// <param name="Products">By SKU.</param>
    /// <param name="PickupPoints">By id.</param>
    public sealed record Goods(IReadOnlyDictionary<string, Product> Products, IReadOnlyDictionary<string, PickupPoint> PickupPoints);
}
