using System.Collections.Concurrent;
using System.Net;

namespace Marketplace.Host.Tests.Faults;

/// <summary>A customer who does one thing after another, in several hands at once, and remembers every request and answer.</summary>
internal sealed class Shopper(Api api, int seed, bool withdraws)
{
    // Ends in neither of the numbers that the simulated bank treats badly.
    private static readonly object Requisites = new { bic = "044525225", account = "40817810700000000001", recipient = "Иван Петров" };

    private readonly ConcurrentQueue<Guid> paid = new();
    private int hands;

    public Api Api { get; set; } = api;

    public ConcurrentQueue<Deed> Deeds { get; } = new();

    /// <summary>Shops with that many hands until told to stop, or until the host is gone.</summary>
    public Task ShopAsync(int manyHands, CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, manyHands).Select(async hand =>
    {
        var random = new Random(seed + Interlocked.Increment(ref hands));
        if (hand == 0 && withdraws && !Deeds.Any(d => d.Kind == DeedKind.Withdraw) && !await WithdrawAsync(random)) return;
        while (!stop.IsCancellationRequested && await DoOneAsync(random))
        {
        }
    }));

    /// <summary>Asks again, with the same keys, for all that was not answered.</summary>
    public Task<int> RetryAsync() => RetryAsync([.. Deeds.Where(d => d.Answer is null)]);

    /// <summary>Puts the first money into the wallet.</summary>
    public async Task BeginAsync() => (await DoAsync(DeedKind.TopUp, "/api/wallet/top-ups", new { amount = 5000_00, cardToken = "tok_ok" }))!.Expect(HttpStatusCode.Created);

    private async Task<int> RetryAsync(Deed[] open)
    {
        await Task.WhenAll(open.Select(d => d.RetryAsync(Api)));
        return open.Length;
    }

    private Task<bool> DoOneAsync(Random random) => random.Next(10) switch
    {
        < 3 => TopUpAsync(random),
        < 8 => BuyAsync(random),
        _ => CancelAsync(),
    };

    private async Task<bool> TopUpAsync(Random random)
    {
        var body = new { amount = random.Next(1, 200_00), cardToken = Card(random) };
        return await DoAsync(DeedKind.TopUp, "/api/wallet/top-ups", body) is not null;
    }

    private async Task<bool> BuyAsync(Random random)
    {
        var quantity = random.Next(1, 4);
        var order = new { lines = new[] { new { sku = "books-900", quantity } }, delivery = new { pickupPointId = "pvz-101" } };
        if (await DoAsync(DeedKind.Place, "/api/orders", order) is not { } placed) return false;
        if (placed.Status != HttpStatusCode.Created) return true;
        var (id, total) = (placed.Id("orderId"), placed.Number("total"));
        object payment = random.Next(10) switch
        {
            < 6 => new { wallet = total },
            < 8 => new { wallet = total / 2, cardToken = Card(random) },
            _ => new { cardToken = Card(random) },
        };
        if (await DoAsync(DeedKind.Pay, $"/api/orders/{id}/payment", payment) is not { } answer) return false;
        if (answer.Status == HttpStatusCode.OK) paid.Enqueue(id);
        return true;
    }

    private async Task<bool> CancelAsync() =>
        !paid.TryDequeue(out var order) || await DoAsync(DeedKind.Cancel, $"/api/orders/{order}/cancellation", null) is not null;

    private async Task<bool> WithdrawAsync(Random random)
    {
        var body = new { amount = random.Next(1, 100_00), requisites = Requisites };
        if (await DoAsync(DeedKind.Withdraw, "/api/wallet/withdrawals", body) is not { } asked) return false;
        // On a busy machine a host that has just started may compile for longer than a request may take.
        if (asked.Status == HttpStatusCode.ServiceUnavailable) return false;
        asked.Expect(HttpStatusCode.Accepted);
        try
        {
            var code = await Api.CodeAsync(UsedCode);
            return await DoAsync(DeedKind.Confirm, $"/api/wallet/withdrawals/{asked.Id("withdrawalId")}/confirmation", new { code }) is not null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>The code that was sent at registration.</summary>
    public string? UsedCode { get; init; }

    private async Task<Answer?> DoAsync(DeedKind kind, string path, object? body)
    {
        var deed = new Deed(kind, path, body);
        Deeds.Enqueue(deed);
        return await deed.SendAsync(Api);
    }

    private static string Card(Random random) => random.Next(20) switch
    {
        < 16 => "tok_ok",
        < 18 => "tok_declined",
        _ => "tok_timeout",
    };
}
