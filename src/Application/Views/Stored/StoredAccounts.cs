using Marketplace.Domain;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Wallets;
using Marten;
using Npgsql;

namespace Marketplace.Application.Views.Stored;

/// <summary>Reads what the page of an account is composed of; requests that come at once share a round trip.</summary>
public sealed class StoredAccounts
{
    private const string States =
        $"""
        select k.n, c.data, w.data, b.data, s.data from unnest($1::uuid[], $2::uuid[], $3::uuid[]) with ordinality k (customer, wallet, card, n)
        join {MarketplaceStore.Schema}.mt_doc_customer c on c.id = k.customer
        join {MarketplaceStore.Schema}.mt_doc_wallet w on w.id = k.wallet
        left join {MarketplaceStore.Schema}.mt_doc_bonuscard b on b.id = k.card
        left join {MarketplaceStore.Schema}.mt_doc_consentsview s on s.id = k.customer
        """;

    private static readonly string OpenOrders = OrdersThat("open");
    private static readonly string Debts = OrdersThat("owes");

    private readonly IDocumentStore store;
    private readonly ReadTogether<Guid, Found?> together;

    /// <summary>Reads from that store.</summary>
    public StoredAccounts(IDocumentStore store) => (this.store, together) = (store, new(ReadAsync));

    // What is encrypted is opened for its own caller, not while others wait.
    private sealed record Found(byte[] Customer, byte[] Wallet, byte[]? BonusCard, byte[]? Consents)
    {
        public List<StoredOrder> OpenOrders { get; } = [];

        public List<StoredOrder> Debts { get; } = [];
    }

    /// <summary>The page of now; null when there is no such account.</summary>
    public async Task<AccountPage?> FindAsync(Guid customerId, CancellationToken cancellation) =>
        await together.ReadAsync(customerId, cancellation) is { } found
            ? new AccountPage(
                Read<Customer>(found.Customer)!, Read<Wallet>(found.Wallet)!, Read<BonusCard>(found.BonusCard), Renewed(found.OpenOrders),
                Read<ConsentsView>(found.Consents)?.Items ?? [])
            {
                Instalments = Renewed(found.Debts),
            }
            : null;

    private StoredOrderList Renewed(IEnumerable<StoredOrder> orders) => new([.. orders.Select(o => o.Renewed(store.Options.Serializer()))]);

    // By a column that says yes or no of an order; each has an index of its own.
    private static string OrdersThat(string column) =>
        $"""
        select k.n, o.* from unnest($2::uuid[]) with ordinality k (customer, n)
        cross join lateral (
            select {StoredOrders.Columns} from {StoredOrders.Table} o where o.customer_id = k.customer and o.{column}
            order by o.placed_at desc, o.id desc limit $3) o
        """;

    private TState? Read<TState>(byte[]? json) where TState : class
    {
        if (json is null) return null;
        using var stored = new MemoryStream(json, writable: false);
        return store.Options.Serializer().FromJson<TState>(stored);
    }

    private async Task<IReadOnlyList<Found?>> ReadAsync(IReadOnlyList<Guid> customers)
    {
        var found = new Found?[customers.Count];
        await using var connection = await store.OpenAsync();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(States)
                {
                    Parameters =
                    {
                        StoredOrders.Ids(customers), StoredOrders.Ids(customers.Select(AccountIds.WalletId)),
                        StoredOrders.Ids(customers.Select(AccountIds.BonusCardId)),
                    },
                },
                new(OpenOrders) { Parameters = { StoredOrders.Shape, StoredOrders.Ids(customers), new() { Value = AccountPage.MostOpenOrders } } },
                new(Debts) { Parameters = { StoredOrders.Shape, StoredOrders.Ids(customers), new() { Value = AccountPage.MostOpenOrders } } },
            },
        };
        await using var rows = await batch.ExecuteReaderAsync();
        while (await rows.ReadAsync()) found[rows.GetInt64(0) - 1] = new Found(Bytes(1)!, Bytes(2)!, Bytes(3), Bytes(4));
        foreach (var orders in new Func<Found, List<StoredOrder>>[] { f => f.OpenOrders, f => f.Debts })
        {
            await rows.NextResultAsync();
            while (await rows.ReadAsync()) if (found[rows.GetInt64(0) - 1] is { } account) orders(account).Add(StoredOrders.Row(rows, 1));
            foreach (var account in found) if (account is not null) orders(account).Sort(StoredOrder.NewestFirst);
        }

        return found;

        byte[]? Bytes(int column) => rows.IsDBNull(column) ? null : rows.GetFieldValue<byte[]>(column);
    }
}
