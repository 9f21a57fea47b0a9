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

namespace Marketplace.Application.Tests.GoldenStreams;

/// <summary>How each kind of stream is folded. A kind is the word before the first dot of a file's name.</summary>
internal static class GoldenKinds
{
    private static readonly Dictionary<string, Func<IEnumerable<object>, object?>> Folds = new()
    {
        ["customer"] = By<Customer, CustomerEvent>(Customer.Evolve),
        ["wallet"] = By<Wallet, WalletEvent>(Wallet.Evolve),
        ["bonus-card"] = By<BonusCard, BonusCardEvent>(BonusCard.Evolve),
        ["certificate"] = By<Certificate, CertificateEvent>(Certificate.Evolve),
        ["order"] = By<Order, OrderEvent>(Order.Evolve),
        ["review"] = By<Review, ReviewEvent>(Review.Evolve),
        ["promotion"] = By<Promotion, PromotionEvent>(Promotion.Evolve),
        ["first-order"] = By<FirstOrderDiscount, FirstOrderEvent>(FirstOrderDiscount.Evolve),
        ["referrals"] = By<Referrals, ReferralEvent>(Referrals.Evolve),
        ["stock"] = By<ProductStock, StockEvent>(ProductStock.Evolve),
        ["favourites"] = By<FavouriteList, FavouriteEvent>(FavouriteList.Evolve),
        ["question"] = By<SupportQuestion, SupportQuestionEvent>(SupportQuestion.Evolve),
    };

    private static readonly Dictionary<string, Type> Types = EventTypes.All.ToDictionary(GoldenEvent.NameOf);

    public static IEnumerable<string> All => Folds.Keys;

    public static string Of(string stream) => Path.GetFileName(stream).Split('.')[0];

    /// <summary>The type of an event whose name was stored; a name that is gone is an event that nobody can read any more.</summary>
    public static Type TypeOf(GoldenEvent stored) =>
        Types.TryGetValue(stored.Type, out var type) ? type : throw new InvalidOperationException($"No event is called {stored.Type} any more.");

    /// <summary>The state that these events fold to, as its file says it.</summary>
    public static string Show(string stream, IReadOnlyList<GoldenEvent> events)
    {
        var json = GoldenJson.Reading;
        var state = Folds[Of(stream)](events.Select(e => json.Read(TypeOf(e), e.Data)));
        return GoldenJson.Show(state ?? throw new InvalidOperationException($"{stream} folds to nothing."));
    }

    private static Func<IEnumerable<object>, object?> By<TState, TEvent>(Func<TState?, TEvent, TState?> evolve)
        where TState : class => events => events.Cast<TEvent>().Aggregate(default(TState), evolve);
}
