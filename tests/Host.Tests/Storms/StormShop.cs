using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Marketplace.Host.Adapters;
using Marketplace.Host.Callbacks;
using Marketplace.Host.Tests.Providers;
using Marketplace.Host.Tests.Stock;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Host.Tests.Storms;

/// <summary>What all clients of the storm share: the host, its staff, its scarce goods and its gift certificates.</summary>
internal sealed class StormShop
{
    public const int UsesOfFew = 25;

    // Numbers that several want at once, and that come free again.
    private readonly string[] wanted = [.. Enumerable.Range(0, 12).Select(_ => NewPhone())];

    private readonly RunningHost host;
    private readonly ConcurrentDictionary<string, long> held = new();
    private readonly ConcurrentDictionary<string, long> received = new();

    private StormShop(RunningHost host) => (this.host, Warehouse) = (host, host.Staff("warehouse"));

    public Api Warehouse { get; }

    /// <summary>Goods of which there are too few for everybody.</summary>
    public IReadOnlyList<string> Scarce { get; private set; } = [];

    public ConcurrentQueue<string> Certificates { get; } = new();

    /// <summary>Orders without an account.</summary>
    public ConcurrentQueue<StormOrder> GuestOrders { get; } = new();

    /// <summary>Those who register in the storm.</summary>
    public ConcurrentBag<Visitor> Visitors { get; } = [];

    /// <summary>The version of the terms that a newcomer accepts.</summary>
    public string Terms { get; private set; } = "";

    /// <summary>The time by the host's clock.</summary>
    public DateTimeOffset Now => host.Services.GetRequiredService<TimeProvider>().GetUtcNow();

    /// <summary>What activated certificates brought.</summary>
    public long Activated;

    public static async Task<StormShop> OpenAsync(RunningHost host, int certificates)
    {
        var shop = new StormShop(host);
        var scarce = new List<string>();
        foreach (var units in new[] { 1, 20, 60, 200 })
        {
            scarce.Add(await host.ProductAsync(units, price: 33_33));
            shop.Receive(scarce[^1], units);
        }

        (shop.Scarce, shop.Terms) = (scarce, (await host.Anonymous().GetAsync("/api/terms")).Text("version"));
        await shop.IssueAsync(certificates);
        await shop.PromoteAsync("STORM-TENTH", new { basisPoints = 10_00 });
        await shop.PromoteAsync("STORM-FEW", new { amountOff = 5_00, usesInTotal = UsesOfFew });
        await shop.PromoteAsync("STORM-ONCE", new { basisPoints = 20_00, usesPerCustomer = 1, minimumSum = 50_00 });
        return shop;
    }

    public Api Anonymous() => host.Anonymous();

    /// <summary>A caller who shows the token of a guest's order.</summary>
    public Api Guest(Answer placed)
    {
        var http = new HttpClient { BaseAddress = host.Url };
        http.DefaultRequestHeaders.Add("X-Order-Token", placed.Headers.GetValues("X-Order-Token").Single());
        return new Api(http);
    }

    /// <summary>A number that nobody has, or one of those that several want.</summary>
    public string AnyPhone(Random random) => random.Next(2) == 0 ? NewPhone() : wanted[random.Next(wanted.Length)];

    /// <summary>The newest code of that kind that was sent there since.</summary>
    public async Task<string> CodeAsync(string to, string kind, DateTimeOffset since)
    {
        for (var i = 0; i < 300; i++)
        {
            var messages = (await host.Anonymous().GetAsync($"/dev/messages?to={Uri.EscapeDataString(to)}")).Expect(HttpStatusCode.OK).Body.AsArray();
            var found = messages.FirstOrDefault(m => ((string)m!["text"]!).Contains(kind, StringComparison.Ordinal) && m["code"] is not null && (DateTimeOffset)m["sentAt"]! > since);
            if (found is not null) return (string)found["code"]!;
            await Task.Delay(100);
        }

        throw new Xunit.Sdk.XunitException($"No code «{kind}» was sent within 30 s.");
    }

    public void Hold(string sku, long units) => held.AddOrUpdate(sku, units, (_, now) => now + units);

    public void Receive(string sku, long units) => received.AddOrUpdate(sku, units, (_, now) => now + units);

    /// <summary>What the answers say of a product: units that came, and units that orders took.</summary>
    public (long Received, long Taken) BookOf(string sku) => (received[sku], held.GetValueOrDefault(sku));

    /// <summary>What a carrier says of a parcel; the same event again is the same report.</summary>
    public Task<Answer> ReportAsync(CarrierCallback report) => host.TellAsync(ProviderNames.Carrier, JsonSerializer.Serialize(report, ProviderJson.Strict));

    private static string NewPhone() => $"+79{Random.Shared.NextInt64(100_000_000, 999_999_999)}";

    private async Task IssueAsync(int certificates)
    {
        for (var left = certificates; left > 0; left -= 100)
        {
            var body = new { amount = 40_00, count = Math.Min(left, 100), expiresAt = DateTimeOffset.UtcNow.AddDays(30) };
            var issued = (await host.Staff("admin").PostAsync("/api/admin/certificates", body)).Expect(HttpStatusCode.Created);
            foreach (var code in issued.Body["codes"]!.AsArray()) Certificates.Enqueue((string)code!);
        }
    }

    private async Task PromoteAsync(string code, object terms)
    {
        var body = JsonSerializer.SerializeToNode(terms)!;
        body["validFrom"] = DateTimeOffset.UtcNow.AddDays(-1);
        body["validUntil"] = DateTimeOffset.UtcNow.AddDays(1);
        (await host.Staff("admin").SendAsync(HttpMethod.Put, $"/api/admin/promo-codes/{code}", body.ToJsonString())).Expect(HttpStatusCode.OK);
    }
}
