using JasperFx.Events;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marketplace.Application.Views;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Wallets;
using Marten;
using Wolverine;
using Wolverine.Marten.Subscriptions;

namespace Marketplace.Application.Notifications;

/// <summary>
/// Reads the events in their order and writes down which notices they ask for. The rows, the messages that deliver them and how
/// far it has read are one transaction; so each event is answered once, and reading them anew writes nothing.
/// </summary>
public sealed class NoticeSubscription : BatchSubscription
{
    /// <summary>Its name; how far it has read is kept under it.</summary>
    public const string Name = "notices";

    private readonly DateTimeOffset since;

    /// <summary>
    /// Reads the events that ask for a notice, from the first that was ever written. «From now on» would lose what happens while
    /// the first host starts; a store that is older than the notices names the moment instead.
    /// </summary>
    /// <param name="since">Events recorded before ask for nothing.</param>
    public NoticeSubscription(DateTimeOffset? since = null) : base(Name)
    {
        this.since = since ?? DateTimeOffset.MinValue;
        foreach (var type in Notices.Events) IncludeType(type);
    }

    /// <inheritdoc />
    public override async Task ProcessEventsAsync(
        EventRange page, ISubscriptionController controller, IDocumentOperations operations, IMessageBus bus, CancellationToken cancellationToken)
    {
        var wanted = page.Events.Where(e => e.Timestamp >= since)
            .SelectMany(e => Notices.For(e.Data).Select(w => (Event: e, Wanted: w, Id: Notice.IdOf(e.Id, w.Kind, w.Route)))).ToList();
        if (wanted.Count == 0) return;
        var known = (await operations.LoadManyAsync<Notice>(cancellationToken, wanted.Select(w => w.Id))).Select(n => n.Id).ToHashSet();
        var owners = await OwnersAsync(operations, wanted.Select(w => w.Event), cancellationToken);
        foreach (var (happened, want, id) in wanted.Where(w => !known.Contains(w.Id)))
        {
            if (!owners.TryGetValue(happened.StreamId, out var owner)) continue;
            operations.Insert(new Notice(id, want.Kind, want.Route, owner, want.SubjectId, happened.StreamId, happened.Version, happened.Timestamp));
            await bus.PublishAsync(new DeliverNotice(id));
        }
    }

    /// <summary>Whose streams they are. Orders and wallets name their customer in documents that were written with the events.</summary>
    private static async Task<Dictionary<Guid, Guid>> OwnersAsync(IQuerySession session, IEnumerable<IEvent> events, CancellationToken cancellation)
    {
        var streams = events.Select(e => (e.StreamId, e.Data)).ToList();
        var owners = streams.Where(s => s.Data is CustomerEvent).Select(s => s.StreamId).Distinct().ToDictionary(id => id);
        var orders = await session.LoadManyAsync<OrderView>(cancellation, streams.Where(s => s.Data is OrderEvent).Select(s => s.StreamId).Distinct());
        var wallets = await session.LoadManyAsync<Wallet>(cancellation, streams.Where(s => s.Data is WalletEvent).Select(s => s.StreamId).Distinct());
        foreach (var order in orders) owners[order.OrderId] = order.CustomerId;
        foreach (var wallet in wallets) owners[wallet.Id] = wallet.CustomerId;
        return owners;
    }
}
