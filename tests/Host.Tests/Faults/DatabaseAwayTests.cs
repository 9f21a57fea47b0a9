using System.Diagnostics;
using System.Net;
using FluentAssertions;
using Marketplace.Host.Development.Postgres;
using Marketplace.Host.Tests.Http;
using Marketplace.Host.Tests.Journeys;
using Marketplace.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Xunit.Abstractions;

namespace Marketplace.Host.Tests.Faults;

/// <summary>A server of its own, which is stopped under a host that goes on.</summary>
[Collection(nameof(Faults))]
public sealed class DatabaseAwayTests(ITestOutputHelper output)
{
    private static readonly object Requisites = new { bic = "044525225", account = "40817810700000000001", recipient = "Иван Петров" };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task With_the_database_away_every_answer_is_503_and_with_its_return_the_host_serves_by_itself(bool crash)
    {
        // Durable, unlike other test clusters: what was acknowledged must survive the crash.
        var options = ThrowAwayCluster.OptionsFor(ThrowAwayCluster.NewFolder()) with { Durable = true };
        await using var cluster = await PrivateCluster.StartAsync(options, NullLogger.Instance);
        var log = new LogLines();
        await using var host = await RunningHost.StartAsync(await SettingsAsync(cluster), s => s.AddLogging(l => l.AddProvider(log)));
        try
        {
            await OutageAsync(cluster, host, crash);
        }
        catch
        {
            foreach (var line in log.Lines.Where(l => l.Level >= LogLevel.Error).TakeLast(20)) output.WriteLine($"{line.Category}: {line.Text} {line.Exception}");
            throw;
        }
    }

    private async Task OutageAsync(PrivateCluster cluster, RunningHost host, bool crash)
    {
        var customer = await host.ProtectedCustomerAsync(1000_00);
        var buying = await BuyingAsync(host, customer);
        var withdrawal = await WithdrawAsync(customer);

        // The payout is on its way and ends a while later: its message and its callback wait in the stopped database.
        await cluster.StopServerAsync(crash);
        var (order, key) = (Guid.NewGuid(), Guid.NewGuid().ToString());
        var place = new { orderId = order, lines = new[] { new { sku = "books-900", quantity = 1 } }, delivery = new { pickupPointId = "pvz-101" } };
        await IsAwayAsync(() => customer.PostAsync("/api/orders", place, key));
        await IsAwayAsync(() => customer.GetAsync("/api/wallet"));
        await IsAwayAsync(() => customer.GetAsync("/api/orders/" + order));
        await IsAwayAsync(() => customer.GetAsync("/health/ready"));
        (await customer.GetAsync("/health/live")).Status.Should().Be(HttpStatusCode.OK);
        await buying.StopAsync();

        await cluster.StartServerAsync();
        var back = Stopwatch.StartNew();
        (await AgainAsync(customer, () => customer.PostAsync("/api/orders", place, key))).Expect(HttpStatusCode.Created);
        output.WriteLine($"served again after {back.Elapsed.TotalSeconds:F1} s");
        back.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(30));
        (await customer.GetAsync("/health/ready")).Expect(HttpStatusCode.OK);
        await buying.ResolveAsync();
        await customer.UntilAsync($"/api/wallet/withdrawals/{withdrawal}", a => a.Text("status") == "settled");
        (await customer.GetAsync("/api/wallet")).Number("balance").Should().Be(1000_00 - 5_00 - buying.Paid * 10_01);
        await host.InvariantsHoldAsync();
    }

    private static async Task<Dictionary<string, string?>> SettingsAsync(PrivateCluster cluster) => new()
    {
        ["ConnectionStrings:Marketplace"] = await cluster.CreateDatabaseAsync("main"),
        ["ConnectionStrings:Vault"] = await cluster.CreateDatabaseAsync("vault"),
        ["DataFolder"] = Directory.CreateTempSubdirectory("marketplace-away-").FullName,
        ["Simulators:Delay"] = "00:00:02",
        ["Simulators:EchoDelay"] = "00:00:00.050",
        ["Promotions:Automatic"] = "false",
    };

    private static async Task<Guid> WithdrawAsync(Api customer)
    {
        var used = await customer.CodeAsync();
        var asked = (await customer.PostAsync("/api/wallet/withdrawals", new { amount = 5_00, requisites = Requisites })).Expect(HttpStatusCode.Accepted);
        var id = asked.Id("withdrawalId");
        (await customer.PostAsync($"/api/wallet/withdrawals/{id}/confirmation", new { code = await customer.CodeAsync(used) })).Expect(HttpStatusCode.OK);
        return id;
    }

    private static async Task IsAwayAsync(Func<Task<Answer>> ask)
    {
        var waited = Stopwatch.StartNew();
        var answer = (await ask()).Expect(HttpStatusCode.ServiceUnavailable);
        answer.Code.Should().Be("service.unavailable");
        answer.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(2));
        waited.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(12), "nobody waits for a database that is away");
    }

    private static async Task<Answer> AgainAsync(Api customer, Func<Task<Answer>> ask)
    {
        var until = DateTime.UtcNow.AddSeconds(30);
        while (true)
        {
            var answer = await ask();
            if ((int)answer.Status < 500 || DateTime.UtcNow > until) return answer;
            await Task.Delay(100);
        }
    }

    // Orders that are there and payments of them that run while the server stops: some of those commits are ambiguous.
    private static async Task<Buying> BuyingAsync(RunningHost host, Api customer)
    {
        var orders = new List<Guid>();
        for (var i = 0; i < 60; i++) orders.Add((await Steps.PlaceAsync(customer, ("books-900", 1))).Id("orderId"));
        return new Buying(customer, orders);
    }

    private sealed class Buying
    {
        private readonly Api customer;
        private volatile bool stopped;
        private readonly List<Deed> deeds;
        private readonly Task running;

        public Buying(Api customer, IEnumerable<Guid> orders)
        {
            this.customer = customer;
            deeds = [.. orders.Select(o => new Deed(DeedKind.Pay, $"/api/orders/{o}/payment", new { wallet = 10_01 }))];
            running = Task.WhenAll(deeds.Chunk(deeds.Count / 4).Select(async some =>
            {
                foreach (var deed in some)
                {
                    if (stopped) return;
                    await deed.SendAsync(customer);
                    await Task.Delay(20);
                }
            }));
        }

        public int Paid { get; private set; }

        public async Task StopAsync()
        {
            stopped = true;
            await running;
        }

        public async Task ResolveAsync()
        {
            foreach (var deed in deeds) await deed.RetryAsync(customer);
            deeds.Should().OnlyContain(d => d.Answer!.Status == HttpStatusCode.OK);
            Paid = deeds.Count;
        }
    }
}
