using System.Collections.Concurrent;
using System.Net;
using Marketplace.Host.Tests.Journeys;

namespace Marketplace.Host.Tests.Storms;

/// <summary>A customer of the storm, and what the answers say that the wallet must hold. Several clients may act for one customer.</summary>
internal sealed class StormCustomer(Api api, long balance)
{
    private long balance = balance;

    public Api Api => api;

    public ConcurrentQueue<StormOrder> Orders { get; } = new();

    public ConcurrentQueue<Guid> Reservations { get; } = new();

    /// <summary>Top-ups whose end the acquirer tells later.</summary>
    public ConcurrentQueue<(Guid Id, long Amount)> OpenTopUps { get; } = new();

    /// <summary>Payouts that were confirmed.</summary>
    public ConcurrentQueue<Guid> Payouts { get; } = new();

    /// <summary>The payout that waits for its code, the phone that the code was sent to, and a moment before.</summary>
    public (Guid Id, string Phone, DateTimeOffset Since)? OpenPayout { get; set; }

    /// <summary>Phones that were the customer's before a change: whoever proves one now is somebody else (S39).</summary>
    public List<string> LeftPhones { get; } = [];

    public void Change(long kopecks) => Interlocked.Add(ref balance, kopecks);

    /// <summary>What the wallet must hold, when everything has come to its end.</summary>
    public async Task<long> ExpectedAsync()
    {
        var entries = await api.EntriesAsync("/api/wallet/statement", "entries");
        var arrived = entries.Select(e => Guid.Parse((string)e!["sourceId"]!)).ToHashSet();
        var sum = balance + OpenTopUps.Where(t => arrived.Contains(t.Id)).Sum(t => t.Amount);
        foreach (var order in Orders.Where(o => o.Stage == StormStage.PaymentOpen))
        {
            var status = (string?)(await order.Buyer.GetAsync($"/api/orders/{order.Id}")).Expect(HttpStatusCode.OK).Body["payment"]!["status"];
            if (status != "declined") sum -= order.WalletPart;
        }

        foreach (var payout in Payouts)
        {
            var view = (await api.GetAsync($"/api/wallet/withdrawals/{payout}")).Expect(HttpStatusCode.OK);
            if (view.Text("status") == "settled") sum -= view.Number("amount");
        }

        return sum;
    }
}
