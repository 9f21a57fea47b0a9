using Marten;
using Npgsql;
using NpgsqlTypes;

namespace Marketplace.Application.Views.Stored;

/// <summary>Which orders of a customer: the newest, or those behind one of them.</summary>
/// <param name="CustomerId">Whose.</param>
/// <param name="PlacedBefore">The time of the order before the first; null for the newest.</param>
/// <param name="Before">Its id.</param>
/// <param name="Most">How many at most.</param>
public sealed record OrdersAsked(Guid CustomerId, DateTimeOffset? PlacedBefore, Guid? Before, int Most);

/// <summary>Reads orders as they are stored for their customers: no JSON is read, and requests that come at once share a round trip.</summary>
public sealed class StoredOrders
{
    internal const string Columns = "o.id, o.placed_at, o.mt_version, o.json, case when o.json_shape is distinct from $1 then o.data end";
    internal const string Table = $"{MarketplaceStore.Schema}.mt_doc_orderview";

    private const string One =
        $"""
        select k.n, {Columns} from unnest($2::uuid[], $3::uuid[]) with ordinality k (id, customer, n)
        join {Table} o on o.id = k.id and o.customer_id = k.customer
        """;

    private const string Some =
        $"""
        select k.n, o.* from unnest($2::uuid[], $3::timestamptz[], $4::uuid[], $5::int[]) with ordinality k (customer, placed, id, most, n)
        cross join lateral (
            select {Columns} from {Table} o where o.customer_id = k.customer and (o.placed_at, o.id) < (k.placed, k.id)
            order by o.placed_at desc, o.id desc limit k.most) o
        """;

    private readonly IDocumentStore store;
    private readonly ReadTogether<(Guid Customer, Guid Order), StoredOrder?> one;
    private readonly ReadTogether<OrdersAsked, IReadOnlyList<StoredOrder>> some;

    /// <summary>Reads from that store.</summary>
    public StoredOrders(IDocumentStore store)
    {
        this.store = store;
        one = new(ReadOneAsync);
        some = new(ReadSomeAsync);
    }

    /// <summary>An order of the customer, or null: someone else's is as unknown as one that does not exist.</summary>
    public async Task<StoredOrder?> FindAsync(Guid customerId, Guid orderId, CancellationToken cancellation) =>
        (await one.ReadAsync((customerId, orderId), cancellation))?.Renewed(store.Options.Serializer());

    /// <summary>Orders of a customer, the newest first.</summary>
    public async Task<IReadOnlyList<StoredOrder>> OfAsync(OrdersAsked asked, CancellationToken cancellation) =>
        [.. (await some.ReadAsync(asked, cancellation)).Select(o => o.Renewed(store.Options.Serializer()))];

    /// <summary>Reads an order from a row of <see cref="Columns"/> that begin at <paramref name="at"/>.</summary>
    internal static StoredOrder Row(NpgsqlDataReader row, int at)
    {
        var isOld = !row.IsDBNull(at + 4);
        return new StoredOrder(
            row.GetGuid(at), row.GetFieldValue<DateTimeOffset>(at + 1), row.GetInt64(at + 2), row.GetFieldValue<byte[]>(isOld ? at + 4 : at + 3))
        { IsOld = isOld };
    }

    internal static NpgsqlParameter Shape => new() { Value = ViewJson.ShapeOf<OrderView>(), NpgsqlDbType = NpgsqlDbType.Text };

    internal static NpgsqlParameter Ids(IEnumerable<Guid> ids) => new() { Value = ids.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };

    private async Task<IReadOnlyList<StoredOrder?>> ReadOneAsync(IReadOnlyList<(Guid Customer, Guid Order)> keys)
    {
        var found = new StoredOrder?[keys.Count];
        await using var connection = await store.OpenAsync();
        await using var command = new NpgsqlCommand(One, connection) { Parameters = { Shape, Ids(keys.Select(k => k.Order)), Ids(keys.Select(k => k.Customer)) } };
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync()) found[rows.GetInt64(0) - 1] = Row(rows, 1);
        return found;
    }

    private async Task<IReadOnlyList<IReadOnlyList<StoredOrder>>> ReadSomeAsync(IReadOnlyList<OrdersAsked> keys)
    {
        var found = keys.Select(k => new List<StoredOrder>(k.Most)).ToArray();
        await using var connection = await store.OpenAsync();
        await using var command = new NpgsqlCommand(Some, connection)
        {
            Parameters =
            {
                Shape,
                Ids(keys.Select(k => k.CustomerId)),
                // Behind the newest is behind any time there is.
                new() { Value = keys.Select(k => (k.PlacedBefore ?? DateTimeOffset.MaxValue).UtcDateTime).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz },
                Ids(keys.Select(k => k.Before ?? Guid.AllBitsSet)),
                new() { Value = keys.Select(k => k.Most).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer },
            },
        };
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync()) found[rows.GetInt64(0) - 1].Add(Row(rows, 1));
        // The rows come in this order; but that is how the server goes about it, not what it was asked for.
        foreach (var orders in found) orders.Sort(StoredOrder.NewestFirst);
        return found;
    }
}
