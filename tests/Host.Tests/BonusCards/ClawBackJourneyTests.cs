using System.Net;
using System.Text.Json.Nodes;
using FluentAssertions;
using Marketplace.Application.BonusCards;
using Marketplace.Domain;
using Marketplace.Host.Tests.Journeys;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Marketplace.Host.Tests.BonusCards;

/// <summary>Somebody who means to keep points and to give the goods back that earned them.</summary>
public sealed class ClawBackJourneyTests : IAsyncLifetime
{
    private readonly MovableClock clock = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    private RunningHost host = null!;

    public async Task InitializeAsync()
    {
        host = await RunningHost.StartAsync(null, services => services.AddSingleton<TimeProvider>(clock));
        await host.WarmUpAsync();
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task X20_X21_S59_I7_points_of_goods_that_come_back_are_taken_back_though_they_were_spent()
    {
        var customer = await host.ProtectedCustomerAsync(5000_00);
        (await customer.ApplyForCardAsync()).Expect(HttpStatusCode.Created);

        // 20 points are earned, and 15 of them spent while the goods are on their way back.
        var (first, back) = await EarnedAsync(customer);
        await PointsAsync(customer, balance: 20, points: 20, debt: 0);
        var second = (await customer.PlaceAsync(("books-900", 6))).Id("orderId");
        (await customer.PayAsync(second, wallet: 45_06, points: 15)).Expect(HttpStatusCode.OK);
        await host.DeliverAsync(second);
        (await CountAsync(first, back)).Number("pointsTakenBack").Should().Be(20);
        await PointsAsync(customer, balance: -15, points: 0, debt: 15);
        clock.Advance(TimeSpan.FromDays(7));
        (await customer.DeleteAsync("/api/bonus-card")).Expect(HttpStatusCode.Conflict).Code.Should().Be("bonus-card.has-debt");
        (await CountAsync(first, back)).Number("pointsTakenBack").Should().Be(0, "a second receipt takes nothing");
        await PointsAsync(customer, balance: -15, points: 0, debt: 15);

        // The next points settle what is owed before any can be spent, once.
        var (third, again) = await EarnedAsync(customer);
        await PointsAsync(customer, balance: 5, points: 5, debt: 0);
        await ActivateAsync(customer, third);
        await PointsAsync(customer, balance: 5, points: 5, debt: 0);

        // And the same trick over again leaves the customer where it was.
        (await CountAsync(third, again)).Number("pointsTakenBack").Should().Be(20);
        await PointsAsync(customer, balance: -15, points: 0, debt: 15);
        (await customer.WalletAsync()).Should().Be((5000_00 - 45_06, 5000_00 - 45_06));
        await StatementAsync(customer);
        await host.InvariantsHoldAsync();
    }

    /// <summary>Goods of 2,000 roubles, delivered, announced to come back, and their 20 points active.</summary>
    private async Task<(Guid Order, Guid Return)> EarnedAsync(Api customer)
    {
        var order = await customer.PlaceAsync(("books-901", 20));
        var id = order.Id("orderId");
        (await customer.PayAsync(id, wallet: 2000_00)).Expect(HttpStatusCode.OK);
        await host.DeliverAsync(id);
        var back = await customer.AnnounceAsync(id, order.Line("books-901"), 20);
        (await host.Staff("warehouse").PostAsync($"/api/fulfilment/returns/{back}/approval")).Expect(HttpStatusCode.OK);
        lines[id] = order.Line("books-901");
        clock.Advance(TimeSpan.FromDays(7));
        await ActivateAsync(customer, id);
        return (id, back);
    }

    private readonly Dictionary<Guid, Guid> lines = [];

    private async Task<Answer> CountAsync(Guid order, Guid @return) =>
        (await host.Staff("warehouse").PostAsync($"/api/fulfilment/returns/{@return}/receipt", Steps.Counted(lines[order], 20))).Expect(HttpStatusCode.OK);

    private Task ActivateAsync(Api customer, Guid order) => host.SendAsync(new ActivatePoints(AccountIds.BonusCardId(customer.CustomerId), order));

    private static async Task PointsAsync(Api customer, long balance, long points, long debt)
    {
        var card = (await customer.GetAsync("/api/bonus-card")).Expect(HttpStatusCode.OK);
        (card.Number("balance"), card.Number("points"), card.Number("debt")).Should().Be((balance, points, debt));
    }

    private static async Task StatementAsync(Api customer)
    {
        var statement = (await customer.GetAsync("/api/bonus-card/statement")).Expect(HttpStatusCode.OK);
        JsonNode[] items = [.. statement.Body["items"]!.AsArray().Reverse().Select(i => i!)];
        items.Select(i => (string)i["kind"]!).Should().Equal(
            "issued", "accrued", "activated", "redeemed", "clawed-back", "accrued", "activated", "debt-settled", "clawed-back");
        items.Select(i => (long)i["change"]!).Should().Equal(0, 20, 0, -15, -20, 20, 0, 0, -20);
        items.Where(i => (string)i["kind"]! == "clawed-back").Should().OnlyContain(i => i["orderId"] != null);
        statement.Number("closing").Should().Be(-15);
    }
}
