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
    private Checkout(Guid orderId, Quote quote, IEventStream<Order> order, IEventStream<Wallet> wallet, IEventStream<BonusCard>? card) =>
        (OrderId, Quote, Order, Wallet, Card) = (orderId, quote, order, wallet, card);

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

    /// <summary>Prices with everything that the customer may use, and holds what is limited until the transaction ends.</summary>
    /// <exception cref="RefusedException">It cannot be ordered, or the promo code or the points cannot be used for it.</exception>
    internal static async Task<Checkout> BeginAsync(
        PlaceOrder command, IDocumentSession session, OrderPolicy policy, PromotionPolicy promotions, DateTimeOffset now, CancellationToken cancellation)
    {
        var (customerId, orderId, guest) = (command.CustomerId, command.OrderId, command.GuestPhone is not null);
        // One round trip for all of it. The wallet is first: what is asked after it is read below its lock.
        await session.BeginTransactionAsync(cancellation);
        var batch = session.CreateBatchQuery();
        var locked = batch.Events.FetchForExclusiveWriting<Wallet>(command.WalletId);
        var there = batch.Events.FetchForWriting<Order>(orderId);
        var offered = Offer.AskAsync(batch, command.Items, command.Delivery, policy);
        var asked = Benefits.AskAsync(batch, customerId, null);
        var ofPoints = command is { Wallet: not null, Points: > 0 } ? batch.Events.FetchForWriting<BonusCard>(command.BonusCardId) : null;
        await batch.Execute(cancellation);
        var (offer, order, wallet, card) = (await offered, await there, await locked, ofPoints is null ? null : await ofPoints);
        wallet.RefuseClosed();
        // An order that is there already keeps its price, whatever has become of the promotions.
        if (order.Aggregate is not null) return new Checkout(orderId, offer.Price(orderId, [], policy, guest), order, wallet, card);

        var referral = await ReferralUse.BeginAsync(session, customerId, command.PromoCode, command.Delivery.Address, cancellation);
        var promotion = command.PromoCode is not { } code || referral is not null
            ? null
            : await session.Events.FetchForExclusiveWriting<Promotion>(Domain.Promotions.Promotion.IdOf(code), cancellation);
        var benefits = await asked with { PromoCode = command.PromoCode, Promotion = promotion?.Aggregate };
        var first = benefits.FirstOrder is { UsedBy: null } open
            ? await session.Events.FetchForExclusiveWriting<FirstOrderDiscount>(open.Id, cancellation)
            : null;
        benefits = benefits with { FirstOrder = first?.Aggregate };
        var quote = offer.Price(orderId, benefits.DiscountsOf(orderId, promotions), policy, guest);
        var use = benefits.UseOfCode(orderId, quote, now);
        use.ThrowIfRefused();
        referral?.Decide(orderId, quote.ReducedBy(ReductionKind.FirstOrder).IsPositive, now).ThrowIfRefused();
        if (command.Points != 0) await session.RefusePointsAsync(customerId, orderId, command.Points, quote, benefits.Card, policy, now, cancellation);
        return new Checkout(orderId, quote, order, wallet, card) { Promotion = promotion, FirstOrder = first, UseOfCode = use, Referral = referral };
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
