using Marketplace.Application.Payments;
using Marketplace.Application.Wallets;
using Marketplace.Domain;
using Marketplace.Domain.Ledger;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Wallets;
using Marten;
using Marten.Events;

namespace Marketplace.Application.Audit;

/// <summary>How our books and a provider's list disagree.</summary>
public enum DifferenceKind
{
    /// <summary>The provider lists it and we know nothing of it.</summary>
    NotOurs,

    /// <summary>We have it and the provider does not list it.</summary>
    NotTheirs,

    /// <summary>Both have it, with different amounts.</summary>
    AmountDiffers,

    /// <summary>The provider lists it more than once.</summary>
    Duplicate,
}

/// <summary>One disagreement.</summary>
/// <param name="Kind">How.</param>
/// <param name="Operation">What the provider did, or should have done.</param>
/// <param name="Reference">The reference that both sides use; it names ids only.</param>
/// <param name="Ours">Kopecks in our books; null when it is not there.</param>
/// <param name="Theirs">Kopecks in the list; null when it is not there.</param>
public sealed record Difference(DifferenceKind Kind, ProviderOperation Operation, string Reference, long? Ours, long? Theirs);

/// <summary>What a comparison found.</summary>
/// <param name="Matched">How many items agree.</param>
/// <param name="Differences">All that do not.</param>
public sealed record Reconciled(long Matched, IReadOnlyList<Difference> Differences);

/// <summary>
/// Compares what our events say that providers moved with what the providers say, by reference, both ways (U4). Every line of a
/// list is looked for among all that we ever had, whatever its date; of ours only what took effect in the period must be listed.
/// So a payment that both sides date differently near midnight is no difference.
/// </summary>
public sealed class Reconciliation
{
    private readonly Dictionary<(ProviderOperation, Guid), Item> ours = [];
    private readonly List<Difference> differences = [];
    private long matched;

    private Reconciliation()
    {
    }

    /// <summary>Reads our side once.</summary>
    /// <param name="session">The store.</param>
    /// <param name="progress">Hears how many events of providers have been read.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<Reconciliation> OfAsync(IQuerySession session, Action<long> progress, CancellationToken cancellation)
    {
        var (reconciliation, types) = (new Reconciliation(), ProviderMoney.Events.ToArray());
        var events = session.Events.QueryAllRawEvents().Where(e => e.EventTypesAre(types)).OrderBy(e => e.Sequence);
        var read = 0L;
        await foreach (var stored in events.ToAsyncEnumerable(cancellation))
        {
            progress(++read);
            if (ProviderMoney.Of(stored.Data) is { } money) reconciliation.ours.TryAdd((money.Operation, money.Id), new Item(money));
        }

        return reconciliation;
    }

    /// <summary>Compares a provider's list with our side.</summary>
    public async Task CompareAsync(IAsyncEnumerable<ProviderLine> list, CancellationToken cancellation)
    {
        await foreach (var line in list.WithCancellation(cancellation))
        {
            if (Find(line) is not { } item) differences.Add(new(DifferenceKind.NotOurs, line.Operation, line.Reference, null, line.Amount));
            else Compare(line, item);
        }
    }

    /// <summary>What was found, with all of ours that took effect in the period and was not listed.</summary>
    /// <param name="session">Knows whose they are.</param>
    /// <param name="providers">Whose lists were compared.</param>
    /// <param name="from">The first moment of the period.</param>
    /// <param name="to">The first moment after it.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<Reconciled> FinishAsync(
        IQuerySession session, IReadOnlyCollection<Provider> providers, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        var missing = ours.Values.Where(i => !i.Listed && providers.Contains(i.Money.Provider) && i.Money.At >= from && i.Money.At < to)
            .Select(i => i.Money).OrderBy(m => m.At).ThenBy(m => m.Id).ToList();
        var customers = await CustomersAsync(session, missing, cancellation);
        return new Reconciled(
            matched, [.. differences, .. missing.Select(m => new Difference(DifferenceKind.NotTheirs, m.Operation, ReferenceOf(m, customers), m.Amount, null))]);
    }

    private void Compare(ProviderLine line, Item item)
    {
        if (item.Listed) differences.Add(new(DifferenceKind.Duplicate, line.Operation, line.Reference, item.Money.Amount, line.Amount));
        else if (item.Money.Amount != line.Amount) differences.Add(new(DifferenceKind.AmountDiffers, line.Operation, line.Reference, item.Money.Amount, line.Amount));
        else matched++;
        item.Listed = true;
    }

    // The reference names the owner too; one with a true id and another owner is not one that we gave.
    private Item? Find(ProviderLine line)
    {
        var (id, owner) = line.Operation switch
        {
            ProviderOperation.Payout when PayoutReference.Parse(line.Reference) is { } p => (p.WithdrawalId, (Guid?)AccountIds.WalletId(p.CustomerId)),
            ProviderOperation.Capture when PaymentReference.Parse(line.Reference) is { } p => (p.AttemptId, p.OwnerId),
            ProviderOperation.Refund when Guid.TryParseExact(line.Reference, "N", out var refund) => (refund, null),
            _ => (Guid.Empty, null),
        };
        return ours.TryGetValue((line.Operation, id), out var item) && (owner is null || owner == item.Money.OwnerId) ? item : null;
    }

    private static async Task<Dictionary<Guid, Guid>> CustomersAsync(IQuerySession session, List<ProviderMoney> missing, CancellationToken cancellation)
    {
        var customers = new Dictionary<Guid, Guid>();
        foreach (var owners in missing.Select(m => m.OwnerId).Distinct().Chunk(1_000))
        {
            foreach (var wallet in await session.LoadManyAsync<Wallet>(cancellation, owners)) customers[wallet.Id] = wallet.CustomerId;
            foreach (var order in await PaidAsync(session, owners, cancellation)) customers[order.Id] = order.PaidFrom;
        }

        return customers;
    }

    // Under whose name an order was paid, which the acquirer goes on using: a guest's order can have joined an account since (D1).
    private static async Task<IReadOnlyList<Order>> PaidAsync(IQuerySession session, Guid[] orders, CancellationToken cancellation)
    {
        Type[] types = [typeof(OrderPlaced), typeof(GuestOrderClaimed), typeof(OrderPaid)];
        var events = await session.Events.QueryAllRawEvents().Where(e => e.EventTypesAre(types) && e.StreamId.IsOneOf(orders)).OrderBy(e => e.Sequence).ToListAsync(cancellation);
        return [.. events.GroupBy(e => e.StreamId).Select(o => o.Select(e => (OrderEvent)e.Data).Aggregate((Order?)null, Order.Evolve)).OfType<Order>()];
    }

    private static string ReferenceOf(ProviderMoney money, Dictionary<Guid, Guid> customers)
    {
        var customer = customers.GetValueOrDefault(money.OwnerId);
        return money.Operation switch
        {
            ProviderOperation.Payout => PayoutReference.Of(customer, money.Id),
            ProviderOperation.Refund => money.Id.ToString("N"),
            _ => new PaymentReference(
                AccountIds.WalletId(customer) == money.OwnerId ? PaymentKind.TopUp : PaymentKind.Order, customer, money.OwnerId, money.Id).ToString(),
        };
    }

    private sealed class Item(ProviderMoney money)
    {
        public ProviderMoney Money { get; } = money;

        public bool Listed { get; set; }
    }
}
