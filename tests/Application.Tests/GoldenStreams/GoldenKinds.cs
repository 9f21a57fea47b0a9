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

/// <summary>How each kind of stream is folded. It is called as an auditor calls it: the word before the first dot of a file's name.</summary>
internal static class GoldenKinds
{
    private static readonly Dictionary<string, (Type State, Func<IEnumerable<object>, object?> Fold)> Folds = new()
    {
        ["customer"] = By<Customer, CustomerEvent>(Customer.Evolve),
        ["wallet"] = By<Wallet, WalletEvent>(Wallet.Evolve),
        ["bonus-card"] = By<BonusCard, BonusCardEvent>(BonusCard.Evolve),
        ["certificate"] = By<Certificate, CertificateEvent>(Certificate.Evolve),
        ["order"] = By<Order, OrderEvent>(Order.Evolve),
        ["review"] = By<Review, ReviewEvent>(Review.Evolve),
        ["promotion"] = By<Promotion, PromotionEvent>(Promotion.Evolve),
        ["first-order-discount"] = By<FirstOrderDiscount, FirstOrderEvent>(FirstOrderDiscount.Evolve),
        ["referrals"] = By<Referrals, ReferralEvent>(Referrals.Evolve),
        ["stock"] = By<ProductStock, StockEvent>(ProductStock.Evolve),
        ["favourites"] = By<FavouriteList, FavouriteEvent>(FavouriteList.Evolve),
        ["support-question"] = By<SupportQuestion, SupportQuestionEvent>(SupportQuestion.Evolve),
    };

    private static readonly Dictionary<string, Type> Types = EventTypes.All.ToDictionary(GoldenEvent.NameOf);

    public static IEnumerable<string> All => Folds.Keys;

    /// <summary>What the events of a kind make.</summary>
    public static Type StateOf(string kind) => Folds[kind].State;

    public static string Of(string stream) => Path.GetFileName(stream).Split('.')[0];

    /// <summary>The type of an event whose name was stored; a name that is gone is an event that nobody can read any more.</summary>
    public static Type TypeOf(GoldenEvent stored) =>
        Types.TryGetValue(stored.Type, out var type) ? type : throw new InvalidOperationException($"No event is called {stored.Type} any more.");

    /// <summary>The state that these events fold to, as its file says it.</summary>
    public static string Show(string stream, IReadOnlyList<GoldenEvent> events)
    {
        var json = GoldenJson.Reading;
        var state = Folds[Of(stream)].Fold(events.Select(e => json.Read(TypeOf(e), e.Data)));
        return GoldenJson.Show(state ?? throw new InvalidOperationException($"{stream} folds to nothing."));
    }

    private static (Type State, Func<IEnumerable<object>, object?> Fold) By<TState, TEvent>(Func<TState?, TEvent, TState?> evolve)
        where TState : class => (typeof(TState), events => events.Cast<TEvent>().Aggregate(default(TState), evolve));
}
