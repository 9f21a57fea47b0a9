using System.Collections.Immutable;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Favourites;
using Marketplace.Domain.Promotions;
using Marketplace.Domain.Stock;
using Marketplace.Domain.Support;
using Marketplace.Domain.Values;
using static Marketplace.Application.Tests.GoldenStreams.Golden;

namespace Marketplace.Application.Tests.GoldenStreams;

/// <summary>Promotions, stock, favourites and questions.</summary>
internal static class ShopLives
{
    private static readonly PromotionPolicy Policy = new();
    private static readonly StockPolicy Stock = new();
    private static readonly FirstOrderStanding Kept = new(false, false, true, true, false);

    public static IEnumerable<ILife> All => [PromoCode(), FirstOrder(), Inviting(), Invited(), Units(), Favourites(), Question()];

    private static Life<Promotion, PromotionEvent> PromoCode()
    {
        var terms = new PromoTerms(20_00, 0, 500_00, Noon, On(30), 1, 3, 200_00, ImmutableList.Create("books"), null);
        return new Life<Promotion, PromotionEvent>("promotion.autumn", Promotion.Evolve)
            .Then(_ => PromotionDecisions.Define(null, "autumn-20", terms, Noon))
            .Then(p => PromotionDecisions.Use(p, Use("one", "anna"), At(1)))
            .Then(p => PromotionDecisions.Use(p, Use("two", "boris"), At(2)))
            .Then(p => PromotionDecisions.Release(p, Id("one"), At(3)))
            .Then(p => PromotionDecisions.Define(p, "autumn-20", terms with { BasisPoints = 0, AmountOff = 100_00, AtMost = null, UsesInTotal = 2 }, At(4)));
    }

    private static PromoUse Use(string order, string customer) => new(Id(order), Id(customer), new Money(1_000_00), new Money(200_00));

    private static Life<FirstOrderDiscount, FirstOrderEvent> FirstOrder() => new Life<FirstOrderDiscount, FirstOrderEvent>("first-order-discount.restored", FirstOrderDiscount.Evolve)
        .Then(d => FirstOrderDecisions.Grant(d, Id("first order"), Maria, Policy, Noon))
        .Then(d => FirstOrderDecisions.Use(d, Id("order"), At(1)))
        .Then(d => FirstOrderDecisions.Restore(d, Id("order"), At(2)))
        .Then(d => FirstOrderDecisions.Use(d, Id("another order"), At(3)));

    private static Life<Referrals, ReferralEvent> Inviting() => new Life<Referrals, ReferralEvent>("referrals.inviting", Referrals.Evolve)
        .Then(r => ReferralDecisions.IssueCode(r, Maria, Policy, Noon))
        .Then(r => ReferralDecisions.Invite(r, Friend("anna"), At(1)))
        .Then(r => ReferralDecisions.Invite(r, Friend("boris"), At(2)))
        .Then(r => ReferralDecisions.Invite(r, Friend("vera"), At(3)))
        .Then(r => ReferralDecisions.Settle(r, Id("order of anna"), Kept, Policy, On(10)))
        .Then(r => ReferralDecisions.Settle(r, Id("order of boris"), Kept with { IsUndone = true }, Policy, On(11)));

    private static Life<Referrals, ReferralEvent> Invited() => new Life<Referrals, ReferralEvent>("referrals.invited", Referrals.Evolve)
        .Then(r => ReferralDecisions.IssueCode(r, Id("anna"), Policy, Noon))
        .Then(r => ReferralDecisions.NameReferrer(r, Maria, Id("order of anna"), At(1)));

    private static NewFriend Friend(string name) => new(Id(name), Id($"order of {name}"), IsFirstOrder: true, SharesContact: false, SharesCard: false, InvitedReferrer: false);

    private static Life<ProductStock, StockEvent> Units() => new Life<ProductStock, StockEvent>("stock.tea", ProductStock.Evolve)
        .Then(s => WaitlistDecisions.Join(s, "tea", Id("anna"), Noon))
        .Then(s => WaitlistDecisions.Join(s, "tea", Id("boris"), At(1)))
        .Then(s => WaitlistDecisions.Join(s, "tea", Id("vera"), At(1)))
        .Then(s => WaitlistDecisions.Leave(s, Id("boris"), At(2)))
        .Then(s => StockDecisions.Receive(s, "tea", 12, Stock, At(3)))
        .Then(s => StockDecisions.Count(s, "tea", 11, Stock, At(4)))
        .Then(s => StockDecisions.Take(s, "tea", Maria, Id("order"), 2, At(5)))
        .Then(s => StockDecisions.GiveBack(s, Id("order"), Id("removal"), 1, At(6)))
        .Then(s => ReservationDecisions.Reserve(s, "tea", Id("reservation"), Maria, 3, 0, Stock, At(7)))
        .Then(s => StockDecisions.Take(s, "tea", Maria, Id("another order"), 2, At(8)))
        .Then(s => ReservationDecisions.Release(s, Id("reservation"), At(9)))
        .Then(s => ReservationDecisions.Reserve(s, "tea", Id("forgotten"), Id("anna"), 1, 0, Stock, At(10)))
        .Then(s => ReservationDecisions.Expire(s, On(2)))
        .Then(s => ReservationDecisions.Reserve(s, "tea", Id("open"), Id("anna"), 2, 0, Stock, On(3)));

    private static Life<FavouriteList, FavouriteEvent> Favourites() => new Life<FavouriteList, FavouriteEvent>("favourites.two", FavouriteList.Evolve)
        .Then(l => FavouriteDecisions.Add(l, Id("favourites"), Maria, "book", true, Noon))
        .Then(l => FavouriteDecisions.Add(l, Id("favourites"), Maria, "tea", true, At(1)))
        .Then(l => FavouriteDecisions.Remove(l, "book", At(2)));

    private static Life<SupportQuestion, SupportQuestionEvent> Question() => new Life<SupportQuestion, SupportQuestionEvent>("support-question.answered", SupportQuestion.Evolve)
        .Then(q => SupportQuestionDecisions.Ask(
            q, new NewQuestion(Id("question"), Maria, SupportTopic.Delivery, Id("order"), Personal("support-question", "Где мой заказ?")), 0, new SupportPolicy(), Noon))
        .Then(q => SupportQuestionDecisions.Answer(q, "agent-7", Personal("support-answer", "Он в пути"), At(30)));
}
