using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using FluentAssertions;
using Marketplace.Application.BonusCards;
using Marketplace.Domain;
using Marketplace.Host.Tests.Journeys;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;
using Xunit.Abstractions;

namespace Marketplace.Host.Tests.Storms;

/// <summary>
/// Thirty-two clients do everything that moves money, points or goods, two of them for each customer; they change its contacts, and
/// others register and delete their accounts between them. Every fifth request is a repeat. Whatever is answered: nothing fails, a repeat hears what was carried out, and afterwards all books agree.
/// </summary>
public sealed class StormTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Clients = 32;
    private const int ClientsOfACustomer = 2;

    private static readonly string[] Everything =
    [
        "top-up", "certificate", "place", "place and pay", "place as guest", "pay", "instalment", "cancel", "remove", "assembly", "shipment", "arrival", "delivery", "carrier", "return", "approve",
        "count", "reject", "review", "reserve", "release", "wait", "favourite", "bonus card", "withdraw", "confirm", "restock",
        "change contact", "prove both contacts", "prove new contact", "keep contact", "sign in", "register", "ask to leave", "leave",
    ];

    private readonly int seed = int.Parse(Environment.GetEnvironmentVariable("MARKETPLACE_STORM_SEED") ?? Random.Shared.Next().ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    private readonly MovableClock clock = new(DateTimeOffset.UtcNow.AddDays(-8));
    private readonly ConcurrentQueue<string> failures = new();

    private RunningHost host = null!;

    /// <summary>How many requests in all; the full storm is <c>MARKETPLACE_STORM=20000</c>.</summary>
    private static int Requests => int.Parse(Environment.GetEnvironmentVariable("MARKETPLACE_STORM") ?? "3000", CultureInfo.InvariantCulture);

    public async Task InitializeAsync() => host = await RunningHost.StartAsync(
        null,
        services => services.AddSingleton<TimeProvider>(clock).AddLogging(log => log.AddProvider(new ErrorLog(failures))),
        ("Promotions:Automatic", "true"), ("Checkout:AllowGuests", "true"));

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task I10_I19_after_a_storm_of_mixed_and_repeated_requests_every_book_agrees_and_nothing_failed()
    {
        output.WriteLine($"seed {seed}");
        await host.WarmUpAsync();
        var customers = await CustomersAsync();
        var shop = await StormShop.OpenAsync(host, certificates: 100 + Requests / 40);
        var clients = Enumerable.Range(0, Clients).Select(i => new StormClient(shop, customers[i / ClientsOfACustomer], seed + i, paysOut: i % ClientsOfACustomer == 0)).ToList();
        var watch = Stopwatch.StartNew();

        var heard = await RageAsync(clients);
        output.WriteLine($"{heard.Count} requests in {watch.Elapsed.TotalSeconds:F0} s, {heard.Count(h => h.IsRepeat)} of them repeats");
        foreach (var kind in StormReport.Of(heard)) output.WriteLine(kind);
        heard.Where(h => h.Status >= 500).Should().BeEmpty(string.Join('\n', failures));
        clients.SelectMany(c => c.Line.Broken).Should().BeEmpty("a repeat is answered as what was carried out");
        heard.Count(h => h.IsRepeat).Should().BeGreaterThanOrEqualTo(heard.Count * 18 / 100);
        await new StormProof(host, shop, customers).ProveAsync();
    }

    // A kind that was never carried out would prove nothing: what chance has left out so far gets up to twice as many requests again.
    private static async Task<List<Heard>> RageAsync(IReadOnlyList<StormClient> clients)
    {
        for (var sent = Requests / Clients; ; sent += Requests / Clients / 10)
        {
            await Task.WhenAll(clients.Select(c => c.RageAsync(sent)));
            var heard = clients.SelectMany(c => c.Line.Heard).ToList();
            var missing = Everything.Except(heard.Where(h => h.Status < 300 && !h.IsRepeat).Select(h => h.Kind)).ToList();
            if (missing.Count == 0) return heard;
            sent.Should().BeLessThan(3 * Requests / Clients, $"{string.Join(", ", missing)} should have happened");
        }
    }

    // Half of them earned points a week ago; the others apply for their card in the storm.
    private async Task<List<StormCustomer>> CustomersAsync()
    {
        var apis = new List<Api>();
        var earned = new List<(Api Customer, Guid Order)>();
        for (var i = 0; i < Clients / ClientsOfACustomer; i++)
        {
            apis.Add(await host.ProtectedCustomerAsync(200_000_00));
            if (i % 2 == 0) earned.Add((apis[^1], await EarnAsync(apis[^1])));
        }

        clock.Advance(TimeSpan.FromDays(8));
        foreach (var (customer, order) in earned) await host.SendAsync(new ActivatePoints(AccountIds.BonusCardId(customer.CustomerId), order));
        var customers = new List<StormCustomer>();
        foreach (var api in apis) customers.Add(new StormCustomer(api, (await api.WalletAsync()).Balance));
        return customers;
    }

    private async Task<Guid> EarnAsync(Api customer)
    {
        (await customer.ApplyForCardAsync()).Expect(HttpStatusCode.Created);
        var order = await customer.PlaceAsync(("appliances-900", 2));
        (await customer.PayAsync(order.Id("orderId"), wallet: order.Number("total"))).Expect(HttpStatusCode.OK);
        await host.DeliverAsync(order.Id("orderId"));
        return order.Id("orderId");
    }
}
