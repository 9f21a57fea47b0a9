using System.Text.Json.Nodes;
using JasperFx.Events;
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
using Marten;

namespace Marketplace.Application.Audit;

/// <summary>One event as an auditor sees it.</summary>
/// <param name="EventId">Its identity.</param>
/// <param name="Sequence">Its place in the whole store.</param>
/// <param name="StreamId">Its stream.</param>
/// <param name="Version">Its place in the stream, from 1.</param>
/// <param name="Type">What happened.</param>
/// <param name="Data">The event, personal values masked.</param>
/// <param name="RecordedAt">When it was recorded; when it took effect is in the data.</param>
public sealed record AuditedEvent(Guid EventId, long Sequence, Guid StreamId, long Version, string Type, JsonNode? Data, DateTimeOffset RecordedAt);

/// <summary>A state as an auditor sees it: the fold of its stream up to that version.</summary>
public sealed record AuditedState(string Aggregate, Guid StreamId, long Version, JsonNode? State);

/// <summary>Reads history, event by event, and never writes.</summary>
public static class AuditTrail
{
    private const string TombstoneType = "tombstone";

    // What an auditor calls a stream. Each base of events is here once, a test sees to it.
    private static readonly Dictionary<string, Kind> Aggregates = new()
    {
        ["customer"] = Of<Customer, CustomerEvent>(Customer.Evolve),
        ["wallet"] = Of<Wallet, WalletEvent>(Wallet.Evolve),
        ["order"] = Of<Order, OrderEvent>(Order.Evolve),
        ["review"] = Of<Review, ReviewEvent>(Review.Evolve),
        ["certificate"] = Of<Certificate, CertificateEvent>(Certificate.Evolve),
        ["bonus-card"] = Of<BonusCard, BonusCardEvent>(BonusCard.Evolve),
        ["favourites"] = Of<FavouriteList, FavouriteEvent>(FavouriteList.Evolve),
        ["promotion"] = Of<Promotion, PromotionEvent>(Promotion.Evolve),
        ["first-order-discount"] = Of<FirstOrderDiscount, FirstOrderEvent>(FirstOrderDiscount.Evolve),
        ["referrals"] = Of<Referrals, ReferralEvent>(Referrals.Evolve),
        ["stock"] = Of<ProductStock, StockEvent>(ProductStock.Evolve),
        ["support-question"] = Of<SupportQuestion, SupportQuestionEvent>(SupportQuestion.Evolve),
    };

    // By the base of an event's type, which an auditor never names.
    private static readonly Dictionary<Type, string> Names = Aggregates.ToDictionary(a => a.Value.Event, a => a.Key);

    private delegate Task<object?> Fold(IQuerySession session, Guid id, long version, DateTimeOffset? at, CancellationToken cancellation);

    /// <summary>What an auditor calls a stream, and the state that its events make.</summary>
    public static IReadOnlyDictionary<string, Type> Kinds { get; } = Aggregates.ToDictionary(a => a.Key, a => a.Value.State);

    /// <summary>The events of one stream, oldest first; none when there is no such stream of this aggregate.</summary>
    /// <param name="session">The store.</param>
    /// <param name="aggregate">One of the <see cref="Kinds"/>.</param>
    /// <param name="streamId">The stream; one of another aggregate counts as none.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<IReadOnlyList<AuditedEvent>> OfStreamAsync(
        IQuerySession session, string aggregate, Guid streamId, CancellationToken cancellation) =>
        await FoldOfAsync(session, aggregate, streamId, cancellation) is null
            ? []
            : [.. (await session.Events.FetchStreamAsync(streamId, token: cancellation)).Select(Audited)];

    /// <summary>The events of the whole store after a place in it.</summary>
    public static async Task<IReadOnlyList<AuditedEvent>> AfterAsync(IQuerySession session, long after, int limit, CancellationToken cancellation) =>
        [.. (await session.Events.QueryAllRawEvents().Where(e => e.Sequence > after && e.EventTypeName != TombstoneType).OrderBy(e => e.Sequence).Take(limit).ToListAsync(cancellation)).Select(Audited)];

    /// <summary>The state of a stream at a version or a moment; null when there was none.</summary>
    /// <param name="session">The store.</param>
    /// <param name="aggregate">One of the <see cref="Kinds"/>.</param>
    /// <param name="streamId">The stream; one of another aggregate counts as none.</param>
    /// <param name="version">The version, or 0 for the last.</param>
    /// <param name="asOf">The moment of recording, or null for now.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<AuditedState?> StateAsync(
        IQuerySession session, string aggregate, Guid streamId, long version, DateTimeOffset? asOf, CancellationToken cancellation)
    {
        if (await FoldOfAsync(session, aggregate, streamId, cancellation) is not { } fold) return null;
        if (await fold(session, streamId, version, asOf, cancellation) is not { } state) return null;
        var reached = (long)state.GetType().GetProperty(nameof(Wallet.Version))!.GetValue(state)!;
        return new AuditedState(aggregate, streamId, reached, AuditJson.Of(state));
    }

    /// <summary>
    /// Whether an event is one of ours. When a save is given up after the store had reserved numbers for its events, the store
    /// fills the gap with a tombstone, in a stream of its own whose versions are not 1..n; nothing happened there.
    /// </summary>
    internal static bool IsHistory(IEvent e) => e.Data is not Tombstone;

    /// <summary>What an auditor calls the stream of such an event; null of a tombstone.</summary>
    public static string? KindOf(object happened) => happened.GetType().BaseType is { } type ? Names.GetValueOrDefault(type) : null;

    /// <summary>The state after one more event, as the stream's own fold makes it.</summary>
    internal static object? Evolve(string kind, object? state, object happened) => Aggregates[kind].Step(state, happened);

    private static Kind Of<TState, TEvent>(Func<TState?, TEvent, TState?> evolve) where TState : class where TEvent : class => new(
        typeof(TState), typeof(TEvent),
        async (s, id, version, at, c) => await s.Events.AggregateStreamAsync<TState>(id, version, at, token: c),
        (state, happened) => happened is TEvent e ? evolve((TState?)state, e) : state);

    private static async Task<Fold?> FoldOfAsync(IQuerySession session, string aggregate, Guid streamId, CancellationToken cancellation) =>
        Aggregates.TryGetValue(aggregate, out var known)
        && (await session.Events.FetchStreamStateAsync(streamId, cancellation))?.AggregateType == known.State
            ? known.Fold
            : null;

    private static AuditedEvent Audited(IEvent e) =>
        new(e.Id, e.Sequence, e.StreamId, e.Version, e.Data.GetType().Name, AuditJson.Of(e.Data), e.Timestamp);

    // A state is folded by the store when one is asked for, and event by event when each is.
    private sealed record Kind(Type State, Type Event, Fold Fold, Func<object?, object, object?> Step);
}
