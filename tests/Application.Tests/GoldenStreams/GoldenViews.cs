using Marketplace.Application.Views;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Promotions;
using Marketplace.Domain.Reviews;
using Marketplace.Domain.Stock;
using Marketplace.Domain.Support;
using Marketplace.Domain.Wallets;

namespace Marketplace.Application.Tests.GoldenStreams;

/// <summary>
/// What a screen shows of a golden stream: every view that is folded from its kind. The store knows ids and times of events that the
/// stream does not hold; they follow from the version here.
/// </summary>
internal static class GoldenViews
{
    private static readonly (DateTimeOffset From, DateTimeOffset To) AllTime = (DateTimeOffset.UnixEpoch, Golden.On(2_000));

    private static readonly Dictionary<string, Func<IReadOnlyList<object>, IEnumerable<(string View, object? Shown)>>> Views = new()
    {
        ["customer"] = events => [("ConsentsView", Fold<ConsentsView, CustomerEvent>(events, ConsentsView.Fold)), ("SecurityLog", SecurityLog.Of(Numbered<CustomerEvent>(events).Select(e => (e.Id, e.Event))))],
        ["wallet"] = OfWallet,
        ["bonus-card"] = events => [("PointsStatement", PointsStatement.Of(Numbered<BonusCardEvent>(events), AllTime.From, AllTime.To))],
        ["order"] = OfOrder,
        ["review"] = events => [("ReviewView", Fold<ReviewView, ReviewEvent>(events, ReviewView.Fold))],
        ["promotion"] = events => [("PromoCodeView", Fold<PromoCodeView, PromotionEvent>(events, PromoCodeView.Fold))],
        ["stock"] = OfStock,
        ["support-question"] = events => [("SupportQuestionView", Fold<SupportQuestionView, SupportQuestionEvent>(events, SupportQuestionView.Fold))],
    };

    /// <summary>The kinds of streams that a screen shows; of the others the state itself is what is shown.</summary>
    public static IEnumerable<string> Kinds => Views.Keys;

    /// <summary>Every view of a stream, as the text that is compared.</summary>
    public static string Show(string stream)
    {
        var json = GoldenJson.Reading;
        IReadOnlyList<object> events = [.. GoldenSet.EventsOf(stream).Select(e => json.Read(GoldenKinds.TypeOf(e), e.Data))];
        return string.Join('\n', Views[GoldenKinds.Of(stream)](events).Select(v => $"## {v.View}\n{GoldenJson.Show(v.Shown!)}"));
    }

    /// <summary>The names of the views that some golden stream shows.</summary>
    public static IReadOnlySet<string> Shown(IEnumerable<string> streams) => streams.Where(s => Views.ContainsKey(GoldenKinds.Of(s)))
        .SelectMany(s => Show(s).Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..])).ToHashSet();

    private static IEnumerable<(string View, object? Shown)> OfWallet(IReadOnlyList<object> events)
    {
        RecordedWalletEvent[] history = [.. Numbered<WalletEvent>(events).Select(e => new RecordedWalletEvent(e.Id, e.Version, Golden.On(900).AddMinutes(e.Version), e.Event))];
        yield return ("WalletStatement", WalletStatement.Of(history, AllTime.From, AllTime.To, StatementClock.Effective));
        yield return ("WalletStatement, by the other clock", WalletStatement.Of(history, AllTime.From, AllTime.To, StatementClock.Recorded));
        yield return ("WithdrawalView", WithdrawalView.Of(events.Cast<WalletEvent>()));
        yield return ("WalletExplanation", WalletExplanation.Of(history, new Dictionary<Guid, long>()));
    }

    private static IEnumerable<(string View, object? Shown)> OfOrder(IReadOnlyList<object> events)
    {
        yield return ("OrderView", Fold<OrderView, OrderEvent>(events, OrderView.Fold));
        foreach (var one in Each<ReturnView, OrderEvent>(events, "ReturnId", ReturnView.Fold)) yield return ("ReturnView", one);
        yield return ("OrderExplanation", OrderExplanation.Of(Numbered<OrderEvent>(events).Select(e => new RecordedOrderEvent(e.Id, e.Version, e.Event))));
    }

    private static IEnumerable<(string View, object? Shown)> OfStock(IReadOnlyList<object> events)
    {
        foreach (var one in Each<ReservationView, StockEvent>(events, "ReservationId", ReservationView.Fold)) yield return ("ReservationView", one);
        foreach (var one in Each<WaitlistEntryView, StockEvent>([.. events.Where(e => e is WaitlistJoined or WaitlistLeft or WaitlistNotified)], "CustomerId", WaitlistEntryView.Fold))
        {
            yield return ("WaitlistEntryView", one);
        }
    }

    private static TView? Fold<TView, TEvent>(IEnumerable<object> events, Func<TView?, TEvent, TView?> fold)
        where TView : class => events.Cast<TEvent>().Aggregate(default(TView), fold);

    // A stream tells of several of them: one view for each id.
    private static IEnumerable<TView> Each<TView, TEvent>(IReadOnlyList<object> events, string id, Func<TView?, TEvent, TView?> fold)
        where TView : class => events
        .Where(e => e.GetType().GetProperty(id) is { } named && named.PropertyType == typeof(Guid))
        .GroupBy(e => (Guid)e.GetType().GetProperty(id)!.GetValue(e)!)
        .Select(group => Fold(group, fold)).OfType<TView>();

    private static IEnumerable<(Guid Id, long Version, TEvent Event)> Numbered<TEvent>(IReadOnlyList<object> events) =>
        events.Select((e, i) => (new Guid(i + 1, 0, 0, new byte[8]), i + 1L, (TEvent)e));
}
