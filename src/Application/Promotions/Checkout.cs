using JasperFx.Events;
using Marketplace.Application.Orders;
using Marketplace.Application.Wallets;
using Marketplace.Domain;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Promotions;
using Marketplace.Domain.Wallets;
using Marten;

namespace Marketplace.Application.Promotions;

/// <summary>
/// The price of an order about to be placed, its streams, and the limited promotions that it uses. What is limited is locked before
/// the price is made, so that of many checkouts one after the other decides (X8, X9): first the promo code, then the first-order
/// discount. The wallet is locked before them, as everywhere, even where it pays nothing and is only asked whether the account is leaving.
/// </summary>
public sealed class Checkout
{
    private Checkout(Guid orderId, Quote quote, Found found) => (OrderId, Quote, Order, Wallet, Card) = (orderId, quote, found.Order, found.Wallet, found.Card);

    internal Guid OrderId { get; }

    /// <summary>What it costs; for an order that is there already, without what may be used up by now.</summary>
    internal Quote Quote { get; }

    internal IEventStream<Order> Order { get; }

    internal IEventStream<Wallet> Wallet { get; }

    /// <summary>The bonus card, when points pay.</summary>
    internal IEventStream<BonusCard>? Card { get; }

    private IEventStream<Promotion>? Promotion { get; init; }

    private IEventStream<FirstOrderDiscount>? FirstOrder { get; init; }

    private Decision<PromotionEvent> UseOfCode { get; init; }

    private ReferralUse? Referral { get; init; }

    // What is known below the lock of the wallet, the promotions not locked yet; a guest has no benefits.
    private sealed record Found(Offer Offer, IEventStream<Order> Order, IEventStream<Wallet> Wallet, IEventStream<BonusCard>? Card, Benefits? Benefits);

    /// <summary>Prices with everything that the customer may use, and holds what is limited until the transaction ends.</summary>
    /// <exception cref="RefusedException">It cannot be ordered, or the promo code or the points cannot be used for it.</exception>
    internal static async Task<Checkout> BeginAsync(
        PlaceOrder command, IDocumentSession session, OrderPolicy policy, PromotionPolicy promotions, DateTimeOffset now, CancellationToken cancellation)
    {
        var found = await ReadAsync(command, session, policy, cancellation);
        found.Wallet.RefuseClosed();
        // An order that is there already keeps its price, whatever has become of the promotions; and nothing is taken off a guest's.
        return found is { Order.Aggregate: null, Benefits: { } known }
            ? await PriceAsync(command, session, found, known, policy, promotions, now, cancellation)
            : new Checkout(command.OrderId, found.Offer.Price(command.OrderId, [], policy, command.GuestPhone is not null), found);
    }

    /// <summary>
    /// The same from what was read already, for an order that is not there yet and asks for no limited promotion but the first order's discount.
    /// </summary>
    internal static Checkout Of(
        PlaceOrder command, Offer offer, IEventStream<Order> order, IEventStream<Wallet> wallet, BonusCard? card, IEventStream<FirstOrderDiscount> first,
        OrderPolicy policy, PromotionPolicy promotions)
    {
        wallet.RefuseClosed();
        var open = first.Aggregate is { UsedBy: null } ? first : null;
        var quote = new Benefits(command.CustomerId, card, open?.Aggregate, null, null).Price(offer, command.OrderId, policy, promotions);
        return new Checkout(command.OrderId, quote, new Found(offer, order, wallet, null, null)) { FirstOrder = open };
    }

    // One round trip for all of it. The wallet is first: what is asked after it is read below its lock.
    private static async Task<Found> ReadAsync(PlaceOrder command, IDocumentSession session, OrderPolicy policy, CancellationToken cancellation)
    {
        await session.BeginTransactionAsync(cancellation);
        var batch = session.CreateBatchQuery();
        var wallet = batch.Events.FetchForExclusiveWriting<Wallet>(command.WalletId);
        var order = batch.Events.FetchForWriting<Order>(command.OrderId);
        var offer = Offer.AskAsync(batch, command.Items, command.Delivery, policy);
        var benefits = command.GuestPhone is null ? Benefits.AskAsync(batch, command.CustomerId, null) : null;
        var card = command is { Wallet: not null, Points: > 0 } ? batch.Events.FetchForWriting<BonusCard>(command.BonusCardId) : null;
        await batch.Execute(cancellation);
        return new Found(await offer, await order, await wallet, card is null ? null : await card, benefits is null ? null : await benefits);
    }

    // Locks the promotions, in their order, and prices below the locks.
    private static async Task<Checkout> PriceAsync(
        PlaceOrder command, IDocumentSession session, Found found, Benefits known, OrderPolicy policy, PromotionPolicy promotions, DateTimeOffset now, CancellationToken cancellation)
    {
        var (customerId, orderId) = (command.CustomerId, command.OrderId);
        var referral = await ReferralUse.BeginAsync(session, customerId, command.PromoCode, command.Delivery.Address, cancellation);
        var promotion = command.PromoCode is not { } code || referral is not null
            ? null
            : await session.Events.FetchForExclusiveWriting<Promotion>(Domain.Promotions.Promotion.IdOf(code), cancellation);
        var first = known.FirstOrder is { UsedBy: null } open ? await session.Events.FetchForExclusiveWriting<FirstOrderDiscount>(open.Id, cancellation) : null;
        var benefits = known with { PromoCode = command.PromoCode, Promotion = promotion?.Aggregate, FirstOrder = first?.Aggregate };
        var quote = benefits.Price(found.Offer, orderId, policy, promotions);
        var use = benefits.UseOfCode(orderId, quote, now);
        use.ThrowIfRefused();
        referral?.Decide(orderId, quote.ReducedBy(ReductionKind.FirstOrder).IsPositive, now).ThrowIfRefused();
        if (command.Points != 0) await session.RequirePointsAsync(customerId, orderId, command.Points, quote, benefits.Card, policy, now, cancellation);
        return new Checkout(orderId, quote, found) { Promotion = promotion, FirstOrder = first, UseOfCode = use, Referral = referral };
    }

    /// <summary>Uses what the price took into account; to be called when the order was placed.</summary>
    internal void Use(DateTimeOffset now)
    {
        Promotion?.Append(UseOfCode);
        Referral?.Use(OrderId, now);
        if (FirstOrder is { } first && Quote.ReducedBy(ReductionKind.FirstOrder).IsPositive)
        {
            first.Append(FirstOrderDecisions.Use(first.Aggregate, OrderId, now));
        }
    }
}
