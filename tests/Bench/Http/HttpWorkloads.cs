using Marketplace.Bench.Limits;
using Marketplace.Bench.Product;

namespace Marketplace.Bench.Http;

/// <summary>What is measured over HTTP (d to g).</summary>
internal static class HttpWorkloads
{
    public const string Command = "command-over-http";
    public const string Hot = "hot-wallet";
    public const string Orders = "place-and-pay";
    public const string Account = "account-page";
    public const string Order = "order-page";
    public const string History = "purchase-history";

    private static readonly (string Name, string Title, string ComparedWith, Deed Deed)[] All =
    [
        (Command, "Wallet command over HTTP, session, idempotency key, distinct wallets", LimitWorkload.Append,
            async (connection, shop, caller, turn) => await connection.SendAsync(Distinct.Of(shop.Credits, shop.Callers, caller, turn)) == 200),
        (Hot, "The same, all on one wallet", Command, async (connection, shop, _, _) => await connection.SendAsync(shop.HotCredit) == 200),
        (Orders, "Place an order of two lines and pay it from the wallet, over HTTP", LimitWorkload.Append,
            (connection, shop, caller, turn) => shop.BuyAsync(connection, shop.Buyers[caller], caller * 31 + turn)),
        (Account, "Account page over HTTP", LimitWorkload.Select,
            async (connection, shop, caller, turn) => await connection.SendAsync(shop.Accounts[(caller + turn) % shop.Accounts.Count]) == 200),
        (Order, "Order page over HTTP", LimitWorkload.Select,
            async (connection, shop, caller, turn) => await connection.SendAsync(shop.Orders[(caller + turn) % shop.Orders.Count]) == 200),
        (History, "Purchase history over HTTP, 20 orders a page", LimitWorkload.Select,
            async (connection, shop, caller, turn) => await connection.SendAsync(shop.Histories[(caller + turn) % shop.Histories.Count]) == 200),
    ];

    public static IEnumerable<string> Names => All.Select(w => w.Name);

    public static IEnumerable<HttpWorkload> Of(BenchDatabase database, MeasuredHost host, Shop shop) =>
        All.Select(w => new HttpWorkload(w.Name, w.Title, w.ComparedWith, database, host, shop, w.Deed));
}
