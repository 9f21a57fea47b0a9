using System.Net;
using FluentAssertions;
using Marketplace.Application.Orders;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Marketplace.Host.Tests.Journeys;

/// <summary>One customer with an order of each fate, and what the purchase history makes of them (S65).</summary>
public sealed class PurchaseHistoryTests : IAsyncLifetime
{
    private readonly MovableClock clock = new(DateTimeOffset.UtcNow.AddDays(-30));
    private RunningHost host = null!;

    public async Task InitializeAsync() => host = await RunningHost.StartAsync(null, services => services.AddSingleton<TimeProvider>(clock));

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task S65_every_fate_of_an_order_is_in_the_history_with_what_it_cost_in_the_end()
    {
        var (customer, stranger) = (await host.ProtectedCustomerAsync(10_000_00), await host.CustomerAsync());
        await stranger.PlaceAsync(("books-901", 1));
        var lapsed = await PlaceAsync(customer, 1);
        clock.Advance(TimeSpan.FromDays(2));
        await host.SendAsync(new LapseUnpaidOrder(lapsed.Id("orderId")));
        await PlaceAsync(customer, 2);
        await CancelAsync(customer, await PlaceAsync(customer, 3));
        await CancelAsync(customer, await PaidAsync(customer, 4));
        var reduced = await PaidAsync(customer, 5);
        (await customer.PostAsync($"/api/orders/{reduced.Id("orderId")}/lines/{reduced.Line("books-901")}/removal", new { quantity = 2 })).Expect(HttpStatusCode.OK);
        await host.FulfilAsync((await PaidAsync(customer, 6)).Id("orderId"), "assembly", "shipment");
        await DeliveredAsync(customer, 7);
        await ReturnAsync(customer, await DeliveredAsync(customer, 8), 3);
        await ReturnAsync(customer, await DeliveredAsync(customer, 9), 9);
        var announced = await DeliveredAsync(customer, 10);
        await customer.AnnounceAsync(announced.Id("orderId"), announced.Line("books-901"), 4);

        var history = await customer.EntriesAsync("/api/purchases", "items");

        history.Select(o => ((string)o["status"]!, (bool)o["open"]!, (long)o["total"]!, (long)o["effectiveTotal"]!)).Should().Equal(
            ("delivered", false, 1_000_00, 1_000_00),
            ("returned", false, 900_00, 0),
            ("partly-returned", false, 800_00, 500_00),
            ("delivered", false, 700_00, 700_00),
            ("shipped", true, 600_00, 600_00),
            ("paid", true, 500_00, 300_00),
            ("cancelled", false, 400_00, 0),
            ("cancelled", false, 300_00, 0),
            ("placed", true, 200_00, 200_00),
            ("cancelled", false, 100_00, 0));
        foreach (var limit in new[] { 1, 3, 9, 10, 11 })
        {
            (await customer.EntriesAsync($"/api/purchases?limit={limit}", "items")).Select(o => o.ToJsonString()).Should().Equal(history.Select(o => o.ToJsonString()));
        }

        // What an order cost in the end is what was paid less what came back.
        history.Where(o => o["payment"] is not null).Should().AllSatisfy(o =>
            ((long)o["payment"]!["wallet"]! - (long)o["refunded"]!["toWallet"]!).Should().Be((long)o["effectiveTotal"]!));
        history.Should().AllSatisfy(o => o["lines"]!.AsArray().Sum(l => (long)l!["effectiveAmount"]!).Should().Be((long)o["effectiveTotal"]!));
        var (balance, _) = await customer.WalletAsync();
        (10_000_00 - balance).Should().Be(history.Where(o => o["payment"] is not null).Sum(o => (long)o["effectiveTotal"]!));
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S65_U1_the_history_of_a_moment_is_what_was_shown_then_page_by_page()
    {
        var customer = await host.CustomerAsync(10_000_00);
        List<(DateTimeOffset At, IReadOnlyList<string> Shown)> moments = [];
        var order = await PaidAsync(customer, 3);
        await NoteAsync();
        await host.DeliverAsync(order.Id("orderId"));
        await PlaceAsync(customer, 1);
        await NoteAsync();
        await ReturnAsync(customer, order, 2);
        await PaidAsync(customer, 2);
        await NoteAsync();

        foreach (var (at, shown) in moments)
        {
            foreach (var limit in new[] { 1, 2, 20 })
            {
                var then = await customer.EntriesAsync($"/api/purchases?limit={limit}&asOf={Uri.EscapeDataString(at.ToString("O"))}", "items");
                then.Select(o => o.ToJsonString()).Should().Equal(shown);
            }
        }

        async Task NoteAsync()
        {
            moments.Add((clock.GetUtcNow(), [.. (await customer.EntriesAsync("/api/purchases", "items")).Select(o => o.ToJsonString())]));
            clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    // A book costs 100.00; how many of them tells the orders apart.
    private async Task<Answer> PlaceAsync(Api customer, int books)
    {
        clock.Advance(TimeSpan.FromSeconds(1));
        return await customer.PlaceAsync(("books-901", books));
    }

    private async Task<Answer> PaidAsync(Api customer, int books)
    {
        var order = await PlaceAsync(customer, books);
        (await customer.PayAsync(order.Id("orderId"), wallet: order.Number("total"))).Expect(HttpStatusCode.OK);
        return order;
    }

    private async Task<Answer> DeliveredAsync(Api customer, int books)
    {
        var order = await PaidAsync(customer, books);
        await host.DeliverAsync(order.Id("orderId"));
        return order;
    }

    private async Task ReturnAsync(Api customer, Answer order, int books) =>
        await host.ReceiveAsync(await customer.AnnounceAsync(order.Id("orderId"), order.Line("books-901"), books), order.Line("books-901"), books);

    private static async Task CancelAsync(Api customer, Answer order) =>
        (await customer.PostAsync($"/api/orders/{order.Id("orderId")}/cancellation")).Expect(HttpStatusCode.OK);
}
