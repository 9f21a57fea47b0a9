using CsCheck;
using FluentAssertions;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Certificates;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Favourites;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Promotions;
using Marketplace.Domain.Reviews;
using Marketplace.Domain.Stock;
using Marketplace.Domain.Support;
using Marketplace.Domain.Wallets;
using Xunit;

namespace Marketplace.Domain.Tests;

/// <summary>A fold never throws, whatever the history says: one odd event must not make a stream unreadable for ever.</summary>
public class EvolveIsTotalTests
{
    private const int Iterations = 20_000;

    [Fact]
    public void Any_history_of_a_wallet_folds() =>
        Histories<WalletEvent>(new WalletOpened(Known.Id("a"), Known.CustomerId, Known.Noon)).Sample(history =>
        {
            var wallet = history.Aggregate(default(Wallet), Wallet.Evolve);
            if (wallet is null) return true;
            wallet.WithdrawalsThatDay.Should().BeGreaterThanOrEqualTo(0);
            return wallet.Balance == wallet.Available + wallet.Held && wallet.RememberedTopUps.Count <= 20 && wallet.EndedWithdrawals.Count <= 20;
        }, iter: Iterations);

    [Fact]
    public void Any_history_of_a_certificate_folds() =>
        Histories<CertificateEvent>(new CertificateIssued(Known.Id("a"), Known.Id("b"), 1, Known.Noon, "a", Known.Noon)).Sample(history =>
        {
            var owners = history.OfType<CertificateActivated>().Select(e => (Guid?)e.CustomerId).ToList();
            return history.Aggregate(default(Certificate), Certificate.Evolve)?.ActivatedBy is not { } owner || owners.Contains(owner);
        }, iter: Iterations);

    [Fact]
    public void Any_history_of_a_bonus_card_folds() =>
        Histories<BonusCardEvent>(new BonusCardIssued(Known.Id("a"), Known.CustomerId, Known.Noon)).Sample(history =>
        {
            var card = history.Aggregate(default(BonusCard), BonusCard.Evolve);
            return card is null || card.Spendable(Known.Noon).All(l => l.Active > 0 && l.ExpiresAt > Known.Noon);
        }, iter: Iterations);

    [Fact]
    public void Any_history_of_an_order_folds_and_leaves_no_line_with_less_than_nothing() =>
        Histories<OrderEvent>(
            new OrderPlaced(
                Known.Id("a"), Known.CustomerId,
                [
                    new OrderedLine(Known.Id("a"), "a", "a", "a", 3, 100_01, PriceKind.List, 300_03),
                    new OrderedLine(Known.Id("b"), "b", "b", "b", 1, 0, PriceKind.List, 0),
                ],
                DeliveryKind.Courier, null, null, 299_00, 599_03, "", Known.Noon)).Sample(history =>
        {
            var order = history.Aggregate(default(Order), Order.Evolve);
            if (order is null) return true;
            // Shares that no payment can have may make odd sums of these; they must be there to be seen.
            _ = (order.CardRemaining, order.EarningWeight);
            return order.Total.Kopecks >= 0 && order.AllLines.All(l => l.Gone >= 0 && l.Remaining >= 0 && l.RemainingAmount.Kopecks >= 0);
        }, iter: Iterations);

    [Fact]
    public void Any_history_of_favourites_folds_to_a_set() =>
        Histories<FavouriteEvent>(new FavouriteAdded(Known.Id("a"), Known.CustomerId, "a", Known.Noon)).Sample(history =>
        {
            var list = history.Aggregate(default(FavouriteList), FavouriteList.Evolve);
            return list is null || list.Items.Select(f => f.Sku).Distinct().Count() == list.Items.Count;
        }, iter: Iterations);

    [Fact]
    public void Any_history_of_a_promo_code_folds() =>
        Histories<PromotionEvent>(new PromoCodeDefined(Known.Id("a"), "A", 1, 0, null, Known.Noon, Known.Noon, null, null, 0, [], null, Known.Noon)).Sample(history =>
        {
            var promotion = history.Aggregate(default(Promotion), Promotion.Evolve);
            return promotion is null || promotion.Uses.Keys.All(order => history.OfType<PromoCodeUsed>().Any(e => e.OrderId == order));
        }, iter: Iterations);

    [Fact]
    public void Any_history_of_a_first_order_discount_folds() =>
        Histories<FirstOrderEvent>(new FirstOrderDiscountGranted(Known.Id("a"), Known.CustomerId, 1, 1, Known.Noon)).Sample(history =>
        {
            var discount = history.Aggregate(default(FirstOrderDiscount), FirstOrderDiscount.Evolve);
            return discount?.UsedBy is null || history.OfType<FirstOrderDiscountUsed>().Any(e => e.OrderId == discount.UsedBy);
        }, iter: Iterations);

    [Fact]
    public void Any_history_of_referrals_folds() =>
        Histories<ReferralEvent>(new ReferralCodeIssued(Known.Id("a"), Known.CustomerId, "FR-A", Known.Noon)).Sample(history =>
        {
            var referrals = history.Aggregate(default(Referrals), Referrals.Evolve);
            return referrals is null || referrals.Invited >= referrals.Open.Count;
        }, iter: Iterations);

    [Fact]
    public void Any_history_of_a_question_folds() =>
        Histories<SupportQuestionEvent>(
            new SupportQuestionAsked(Known.Id("a"), Known.CustomerId, SupportTopic.Site, null, new Pii<string>(Known.CustomerId, "support-question", "a"), Known.Noon))
        .Sample(history =>
        {
            var question = history.Aggregate(default(SupportQuestion), SupportQuestion.Evolve);
            var answers = history.SkipWhile(e => e is not SupportQuestionAsked).OfType<SupportQuestionAnswered>();
            return (question?.Answered ?? false) == answers.Any();
        }, iter: Iterations);

    [Fact]
    public void Any_history_of_a_stock_folds_and_leaves_no_less_than_nothing() =>
        Histories<StockEvent>(new StockOpened(Known.Id("a"), "a", Known.Noon)).Sample(history =>
        {
            var stock = history.Aggregate(default(ProductStock), ProductStock.Evolve);
            return stock is null || (stock is { Free: >= 0, Taken: >= 0, Reserved: >= 0 } && stock.FreeAt(Known.Noon) >= stock.Free && stock.Waiting.Distinct().Count() == stock.Waiting.Count);
        }, iter: Iterations);

    [Fact]
    public void Any_history_of_a_review_folds() =>
        Histories<ReviewEvent>(new ReviewLeft(Known.Id("a"), Known.OrderId, Known.CustomerId, 5, null, Known.Noon)).Sample(history =>
        {
            var said = history.SkipWhile(e => e is not ReviewLeft).ToList();
            var last = said.Take(1).Concat(said.OfType<ReviewEdited>().TakeLast(1)).LastOrDefault();
            return history.Aggregate(default(Review), Review.Evolve)?.Rating == last switch { ReviewLeft e => e.Rating, ReviewEdited e => e.Rating, _ => null };
        }, iter: Iterations);

    [Fact]
    public void A_history_that_does_not_begin_at_the_beginning_folds_to_nothing()
    {
        EventExamples.All.OfType<WalletEvent>().Where(e => e is not WalletOpened).Should().OnlyContain(e => Wallet.Evolve(null, e) == null);
        EventExamples.All.OfType<BonusCardEvent>().Where(e => e is not (BonusCardIssued or CardIdentitySubmitted)).Should().OnlyContain(e => BonusCard.Evolve(null, e) == null);
        EventExamples.All.OfType<CertificateEvent>().Where(e => e is not CertificateIssued).Should().OnlyContain(e => Certificate.Evolve(null, e) == null);
        EventExamples.All.OfType<FavouriteEvent>().Where(e => e is not FavouriteAdded).Should().OnlyContain(e => FavouriteList.Evolve(null, e) == null);
        EventExamples.All.OfType<OrderEvent>().Where(e => e is not OrderPlaced).Should().OnlyContain(e => Order.Evolve(null, e) == null);
        EventExamples.All.OfType<StockEvent>().Where(e => e is not StockOpened).Should().OnlyContain(e => ProductStock.Evolve(null, e) == null);
        EventExamples.All.OfType<ReviewEvent>().Where(e => e is not ReviewLeft).Should().OnlyContain(e => Review.Evolve(null, e) == null);
        EventExamples.All.OfType<SupportQuestionEvent>().Where(e => e is not SupportQuestionAsked).Should().OnlyContain(e => SupportQuestion.Evolve(null, e) == null);
    }

    // As often with its true beginning as without, because nothing folds before it.
    private static Gen<TEvent[]> Histories<TEvent>(TEvent beginning) where TEvent : class =>
        Gen.Select(Gen.Bool, RandomEvents.Of<TEvent>().Array[1, 25], (begins, rest) => begins ? (TEvent[])[beginning, .. rest] : rest);
}
