using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Certificates;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Promotions;
using Marketplace.Domain.Tests.Orders;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;

namespace Marketplace.Domain.Tests.Ledger;

/// <summary>
/// What a customer, a warehouse, an acquirer and a bank can ask for, each as one transaction over the streams that it moves.
/// </summary>
internal static class Commands
{
    internal static readonly OrderPolicy OrderPolicy = new();
    internal static readonly WalletPolicy WalletPolicy = new();
    internal static readonly BonusCardPolicy CardPolicy = new();
    internal static readonly PromotionPolicy PromotionPolicy = new();

    internal static void Place(Transaction t, Guid order, Quote quote, IReadOnlyList<Discount> asked, DeliveryChoice delivery, DateTimeOffset now, Guid? referrer = null)
    {
        if (!t.Append(order, OrderDecisions.Place(t.Order(order), order, delivery.Guest ? GuestDecisions.OwnerOf(order) : Known.CustomerId, quote, delivery, OrderPolicy, now))) return;
        foreach (var code in asked.Where(d => d.Kind == ReductionKind.PromoCode))
        {
            var promotion = t.Promotion(code.SourceId);
            var use = new PromoUse(order, Known.CustomerId, quote.GoodsFor(promotion!.Terms.Categories), quote.ReducedBy(ReductionKind.PromoCode));
            t.Append(code.SourceId, PromotionDecisions.Use(promotion, use, now));
        }

        foreach (var used in quote.Discounts.Where(d => d.Kind == ReductionKind.FirstOrder))
        {
            t.Append(used.SourceId, FirstOrderDecisions.Use(t.FirstOrder, order, now));
            if (referrer is { } friend) NameReferrer(t, friend, order, now);
        }
    }

    private static void NameReferrer(Transaction t, Guid referrer, Guid order, DateTimeOffset now)
    {
        var named = new NewFriend(Known.CustomerId, order, IsFirstOrder: true, SharesContact: false, SharesCard: false, InvitedReferrer: false);
        t.Append(Referrals.IdOf(referrer), ReferralDecisions.Invite(t.Referrals(referrer), named, now));
        t.Append(Referrals.IdOf(Known.CustomerId), ReferralDecisions.NameReferrer(t.Referrals(Known.CustomerId)!, referrer, order, now));
    }

    /// <summary>Rewards both sides of an order that cannot come back any more, or neither; each reward is a promo code.</summary>
    internal static void SettleReferral(Transaction t, Guid referrer, Guid orderId, bool referrerIsProtected, bool friendIsProtected, bool sharesCard, DateTimeOffset now)
    {
        var order = t.Order(orderId)!;
        var standing = new FirstOrderStanding(
            order.Status is OrderStatus.Cancelled or OrderStatus.Returned,
            order.ReturnableUntil is not { } until || now < until || order.Returns.Exists(r => r.Status is ReturnStatus.Requested or ReturnStatus.Approved),
            referrerIsProtected, friendIsProtected, sharesCard);
        if (!t.Append(Referrals.IdOf(referrer), ReferralDecisions.Settle(t.Referrals(referrer)!, orderId, standing, PromotionPolicy, now))) return;
        foreach (var rewarded in t.All<FriendRewarded>().ToList())
        {
            Reward(t, rewarded.ReferrerCode, referrer, now);
            Reward(t, rewarded.FriendCode, rewarded.FriendId, now);
        }
    }

    private static void Reward(Transaction t, string? code, Guid owner, DateTimeOffset now)
    {
        if (code is null) return;
        t.Append(Promotion.IdOf(code), PromotionDecisions.Define(t.Promotion(Promotion.IdOf(code)), code, ReferralDecisions.TermsOfReward(owner, PromotionPolicy, now), now));
    }

    internal static void Pay(Transaction t, Guid orderId, Guid attempt, Money wallet, long points, bool hasCard, DateTimeOffset now, int instalments = 0)
    {
        var decision = PaymentDecisions.Pay(t.Order(orderId)!, attempt, wallet, points, hasCard, OrderPolicy, now, instalments);
        if (!t.Append(orderId, decision)) return;
        t.Append(Known.WalletId, decision.Events is [OrderPaymentRequested]
            ? WalletDecisions.Hold(t.Wallet, attempt, wallet, orderId, now)
            : WalletDecisions.Pay(t.Wallet, attempt, wallet, orderId, now));
        if (points == 0) return;
        if (t.Card is { } card) t.Append(Known.CardId, BonusCardDecisions.Redeem(card, attempt, points, orderId, now));
        else t.Refuse(BonusCardErrors.NotIssued);
    }

    internal static void ApproveCard(Transaction t, Guid orderId, Guid attempt, Money amount, DateTimeOffset now)
    {
        var pending = t.Order(orderId)!.Pending;
        if (t.Append(orderId, PaymentDecisions.ConfirmCard(t.Order(orderId)!, attempt, amount, "4242", now)) && pending!.Wallet.IsPositive)
        {
            t.Append(Known.WalletId, WalletDecisions.Capture(t.Wallet, attempt, now));
        }
    }

    internal static void DeclineCard(Transaction t, Guid orderId, Guid attempt, DateTimeOffset now)
    {
        var pending = t.Order(orderId)!.Pending;
        if (!t.Append(orderId, PaymentDecisions.DeclineCard(t.Order(orderId)!, attempt, "do-not-honour", now))) return;
        t.Append(Known.WalletId, WalletDecisions.Release(t.Wallet, attempt, ReleaseReason.PaymentDeclined, now));
        if (t.Card is { } card) t.Append(Known.CardId, BonusCardDecisions.Restore(card, attempt, attempt, pending!.Points, now));
    }

    internal static void Remove(Transaction t, Guid orderId, Guid removal, Guid line, int quantity, DateTimeOffset now) =>
        GiveBack(t, orderId, OrderDecisions.RemoveUnits(t.Order(orderId)!, removal, line, quantity, now), now);

    internal static void ActivateCertificate(Transaction t, Guid id, DateTimeOffset now)
    {
        var certificate = t.Certificate(id)!;
        if (!t.Append(id, CertificateDecisions.Activate(certificate, Known.CustomerId, Known.WalletId, now))) return;
        t.Append(Known.WalletId, WalletDecisions.Credit(t.Wallet, id, certificate.Amount, CreditSource.Certificate, id, null, now));
    }

    internal static void Cancel(Transaction t, Guid orderId, DateTimeOffset now) =>
        GiveBack(t, orderId, OrderDecisions.Cancel(t.Order(orderId)!, now), now);

    internal static void Lapse(Transaction t, Guid orderId, DateTimeOffset now) =>
        GiveBack(t, orderId, UnpaidDecisions.Lapse(t.Order(orderId)!, OrderPolicy, now), now);

    private static void Free(Transaction t, Order cancelled, DateTimeOffset now)
    {
        foreach (var used in cancelled.Discounts.Where(d => d.Kind == ReductionKind.PromoCode))
        {
            t.Append(used.SourceId, PromotionDecisions.Release(t.Promotion(used.SourceId)!, cancelled.Id, now));
        }

        foreach (var used in cancelled.Discounts.Where(d => d.Kind == ReductionKind.FirstOrder))
        {
            t.Append(used.SourceId, FirstOrderDecisions.Restore(t.FirstOrder!, cancelled.Id, now));
        }
    }

    internal static void Deliver(Transaction t, Guid orderId, DateTimeOffset now)
    {
        var (earned, rates) = (t.Card is { IsActive: true } && !t.Order(orderId)!.Guest ? Earning.PointsOf(t.Order(orderId)!) : 0, Earning.RatesOf(t.Order(orderId)!));
        if (t.Append(orderId, OrderDecisions.Deliver(t.Order(orderId)!, earned, OrderPolicy, now, rates)) && t.Card is { } card)
        {
            t.Append(Known.CardId, BonusCardDecisions.Accrue(card, orderId, earned, now + OrderPolicy.ReturnWindow, CardPolicy, now));
        }
    }

    internal static void Receive(Transaction t, Guid orderId, Guid returnId, IReadOnlyList<CountedUnits> counted, DateTimeOffset now)
    {
        var decision = ReturnDecisions.Receive(t.Order(orderId)!, returnId, counted, now);
        if (!t.Append(orderId, decision)) return;
        var (refunded, repaid) = (t.Last<ReturnRefunded>(), t.All<InstalmentsRefunded>().Sum(e => e.ToWallet));
        if (t.Card is { } card)
        {
            t.Append(Known.CardId, BonusCardDecisions.ClawBack(card, orderId, returnId, refunded.PointsTakenBack, now));
        }

        GiveBack(t, orderId, returnId, refunded.ToWallet + repaid, refunded.GivenBack.Sum(s => s.Points), CreditSource.ReturnRefunded, now);
    }

    internal static void PayInstalment(Transaction t, Guid orderId, Guid payment, bool all, DateTimeOffset now)
    {
        var decision = InstalmentDecisions.Pay(t.Order(orderId)!, payment, all, now);
        if (!t.Append(orderId, decision)) return;
        t.Append(Known.WalletId, WalletDecisions.Pay(t.Wallet, payment, new Money(t.Last<InstalmentPaid>().Amount), orderId, now));
    }

    private static void GiveBack(Transaction t, Guid orderId, Decision<OrderEvent> decision, DateTimeOffset now)
    {
        if (!t.Append(orderId, decision)) return;
        var gaveBack = t.All<OrderEvent>().First(e => e is OrderLineRemoved or OrderCancelled);
        if (gaveBack is OrderCancelled) Free(t, t.Order(orderId)!, now);
        var (cause, source, shares) = gaveBack switch
        {
            OrderLineRemoved e => (e.RemovalId, CreditSource.LineRemoved, (IReadOnlyList<TenderShare>)[e.GivenBack]),
            OrderCancelled e => (e.OrderId, CreditSource.OrderCancelled, e.GivenBack),
            var other => throw new InvalidOperationException($"{other.GetType().Name} gives nothing back"),
        };
        var repaid = t.All<InstalmentsRefunded>().Sum(e => e.ToWallet);
        GiveBack(t, orderId, cause, shares.Sum(s => s.Wallet) + repaid, shares.Sum(s => s.Points), source, now);
    }

    private static void GiveBack(Transaction t, Guid orderId, Guid cause, long toWallet, long points, CreditSource source, DateTimeOffset now)
    {
        t.Append(Known.WalletId, WalletDecisions.Credit(t.Wallet, cause, new Money(toWallet), source, cause, orderId, now));
        if (points > 0 && t.Order(orderId)!.PaidBy is { } redemption)
        {
            t.Append(Known.CardId, BonusCardDecisions.Restore(t.Card!, redemption, cause, points, now));
        }
    }
}
