using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Bench.Product;

namespace Marketplace.Bench.Http;

/// <summary>A measured host with customers who have wallets, orders and a history.</summary>
internal sealed class Shop
{
    private const int LargestPage = 50;

    private const int Patience = 5;

    private const long Rich = 1_000_000_000_00;

    private const int Products = 180;

    private static readonly string[] Shelves = ["food", "appliances", "clothes", "shoes", "books", "toys"];

    private readonly ConcurrentDictionary<int, long> prices = new();

    private Shop(
        IReadOnlyList<LeanRequest> credits, LeanRequest hotCredit, IReadOnlyList<BenchCustomer> buyers, IReadOnlyList<LeanRequest> accounts,
        IReadOnlyList<LeanRequest> orders, IReadOnlyList<LeanRequest> histories) =>
        (Credits, HotCredit, Buyers, Accounts, Orders, Histories) = (credits, hotCredit, buyers, accounts, orders, histories);

    /// <summary>How many call at once.</summary>
    public int Callers => Buyers.Count;

    /// <summary>A credit to each wallet.</summary>
    public IReadOnlyList<LeanRequest> Credits { get; }

    /// <summary>A credit to the one wallet that all meet on.</summary>
    public LeanRequest HotCredit { get; }

    /// <summary>One for each caller, with money for any number of orders.</summary>
    public IReadOnlyList<BenchCustomer> Buyers { get; }

    /// <summary>Account pages, each with an open order on it.</summary>
    public IReadOnlyList<LeanRequest> Accounts { get; }

    /// <summary>Order pages.</summary>
    public IReadOnlyList<LeanRequest> Orders { get; }

    /// <summary>First pages of purchase histories, 20 orders each.</summary>
    public IReadOnlyList<LeanRequest> Histories { get; }

    /// <summary>Fills a host that is empty; it registers its customers itself.</summary>
    public static Task<Shop> OpenAsync(Uri url, int callers, int wallets, int histories, int ordersEach) =>
        OpenAsync(url, (count, kopecks) => RegisterAsync(url, count, kopecks), callers, wallets, histories, ordersEach);

    /// <summary>Fills a host that is empty.</summary>
    /// <param name="url">Where it is.</param>
    /// <param name="registerAsync">Registers so many customers, each with so many kopecks.</param>
    /// <param name="callers">How many will call at once.</param>
    /// <param name="wallets">How many customers have a wallet that is credited.</param>
    /// <param name="histories">How many have a history.</param>
    /// <param name="ordersEach">Of so many orders.</param>
    public static async Task<Shop> OpenAsync(
        Uri url, Func<int, long, Task<IReadOnlyList<BenchCustomer>>> registerAsync, int callers, int wallets, int histories, int ordersEach)
    {
        var owners = await registerAsync(wallets, 0);
        var hot = await registerAsync(1, 0);
        var buyers = await registerAsync(callers, Rich);
        var readers = await registerAsync(histories, Rich);
        using var connection = await LeanConnection.OpenAsync(url);
        var (pages, orders) = (owners.Take(Math.Max(callers, wallets / 5)).ToList(), new List<LeanRequest>());
        var number = 0;
        foreach (var owner in pages) await SeedAsync(connection, owner, number++, paid: false);
        // The first order is cheaper than any other.
        foreach (var buyer in buyers) await SeedAsync(connection, buyer, number++, paid: true);
        foreach (var reader in readers)
        {
            for (var n = 0; n < ordersEach; n++)
            {
                var id = await SeedAsync(connection, reader, number++, paid: true);
                orders.Add(LeanRequest.Get($"/api/orders/{id}", reader.Token));
            }
        }

        return new Shop(
            [.. owners.Select(Credit)], Credit(hot[0]), buyers, [.. pages.Select(c => LeanRequest.Get("/api/account", c.Token))], orders,
            [.. readers.Select(c => LeanRequest.Get("/api/purchases", c.Token))]);
    }

    /// <summary>Places an order of two lines and pays it from the wallet, at the price that the shelves showed.</summary>
    public async ValueTask<bool> BuyAsync(LeanConnection connection, BenchCustomer customer, int number)
    {
        if (!prices.TryGetValue(number % Products, out var total)) prices[number % Products] = total = await QuoteAsync(connection, customer, number);
        return await connection.SendAsync(LeanRequest.Post("/api/orders", customer.Token, $$"""{{{Basket(number)}},"wallet":{{total}}}""")) == 201;
    }

    // A host that has just started on a busy machine may take longer than it gives a request.
    private static async Task<Guid> SeedAsync(LeanConnection connection, BenchCustomer customer, int number, bool paid)
    {
        for (var n = 0; n < Patience; n++)
        {
            if (await PlaceAsync(connection, customer, number) is var (id, total) && (!paid || await PayAsync(connection, customer, id, total))) return id;
        }

        throw new InvalidOperationException($"The host takes no orders: {System.Text.Encoding.UTF8.GetString(connection.Body.Span)}");
    }

    private static async ValueTask<(Guid OrderId, long Total)?> PlaceAsync(LeanConnection connection, BenchCustomer customer, int number)
    {
        var json = $$"""{{{Basket(number)}}}""";
        if (await connection.SendAsync(LeanRequest.Post("/api/orders", customer.Token, json)) != 201) return null;
        using var answer = JsonDocument.Parse(connection.Body);
        return (answer.RootElement.GetProperty("orderId").GetGuid(), answer.RootElement.GetProperty("total").GetInt64());
    }

    private static async ValueTask<long> QuoteAsync(LeanConnection connection, BenchCustomer customer, int number)
    {
        for (var n = 0; n < Patience; n++)
        {
            if (await connection.SendAsync(LeanRequest.Post("/api/orders/quote", customer.Token, $$"""{{{Basket(number)}}}""")) != 200) continue;
            using var answer = JsonDocument.Parse(connection.Body);
            return answer.RootElement.GetProperty("total").GetInt64();
        }

        throw new InvalidOperationException($"The host prices nothing: {System.Text.Encoding.UTF8.GetString(connection.Body.Span)}");
    }

    // Other goods each time, as customers buy them; the 31st of a shelf is sold out.
    private static string Basket(int number)
    {
        var (first, second) = (Sku(number), Sku(number * 7 + 3));
        var lines = first == second
            ? $$"""[{"sku":"{{first}}","quantity":3}]"""
            : $$"""[{"sku":"{{first}}","quantity":1},{"sku":"{{second}}","quantity":2}]""";
        return $$"""
            "lines":{{lines}},"delivery":{"pickupPointId":"pvz-101"}
            """;
    }

    private static async ValueTask<bool> PayAsync(LeanConnection connection, BenchCustomer customer, Guid orderId, long total) =>
        await connection.SendAsync(LeanRequest.Post($"/api/orders/{orderId}/payment", customer.Token, $$"""{"wallet":{{total}}}""")) == 200;

    private static string Sku(int number) => $"{Shelves[number % Shelves.Length]}-{number / Shelves.Length % 30 + 1:000}";

    private static LeanRequest Credit(BenchCustomer customer) => LeanRequest.Post(BenchEndpoints.Credits, customer.Token, """{"amount":15000}""");

    private static async Task<IReadOnlyList<BenchCustomer>> RegisterAsync(Uri url, int count, long kopecks)
    {
        using var http = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromMinutes(5) };
        var registered = new List<BenchCustomer>();
        while (registered.Count < count)
        {
            using var answer = await http.PostAsync(
                new Uri($"{BenchEndpoints.Customers}?count={Math.Min(LargestPage, count - registered.Count)}&kopecks={kopecks}", UriKind.Relative), null);
            registered.AddRange((await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<List<BenchCustomer>>())!);
        }

        return registered;
    }
}
