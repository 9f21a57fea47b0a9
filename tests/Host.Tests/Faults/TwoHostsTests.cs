using System.Diagnostics;
using System.Net;
using FluentAssertions;
using Marketplace.Host.Tests.Journeys;
using Xunit;

namespace Marketplace.Host.Tests.Faults;

/// <summary>Two hosts behind one load balancer: the same databases, nothing else in common.</summary>
[Collection(nameof(Faults))]
public sealed class TwoHostsTests : IAsyncLifetime
{
    private RunningHost first = null!;
    private RunningHost second = null!;

    public async Task InitializeAsync()
    {
        first = await RunningHost.StartAsync(null, null, ("Messaging:Durability", "Balanced"));
        second = await RunningHost.StartAsync(first.Settings);
    }

    public async Task DisposeAsync()
    {
        await second.DisposeAsync();
        await first.DisposeAsync();
    }

    [Fact]
    public async Task I10_commands_of_one_customer_on_two_hosts_at_once_keep_money_keys_and_sessions_whole()
    {
        var here = await first.CustomerAsync(400_00);
        var there = here.MovedTo(second.Url);
        await FiftyPaymentsFindMoneyForThirtyNineAsync(here, there);
        await OneKeyHasOneEffectAsync(here, there);
        await ASessionClosedHereIsDeadThereAsync(here, there);
        await first.InvariantsHoldAsync();
    }

    private static async Task FiftyPaymentsFindMoneyForThirtyNineAsync(Api here, Api there)
    {
        var orders = new List<Guid>();
        for (var i = 0; i < 50; i++) orders.Add((await Steps.PlaceAsync(here, ("books-900", 1))).Id("orderId"));

        var answers = await Task.WhenAll(orders.Select((order, i) =>
            (i % 2 == 0 ? here : there).PostAsync($"/api/orders/{order}/payment", new { wallet = 10_01 })));

        answers.Count(a => a.Status == HttpStatusCode.OK).Should().Be(39);
        answers.Where(a => a.Status != HttpStatusCode.OK).Should().HaveCount(11).And.OnlyContain(a => a.Code == "wallet.insufficient-funds");
        (await there.GetAsync("/api/wallet")).Number("balance").Should().Be(400_00 - 39 * 10_01);
    }

    private static async Task OneKeyHasOneEffectAsync(Api here, Api there)
    {
        var key = Guid.NewGuid().ToString();
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i =>
            (i % 2 == 0 ? here : there).PostAsync("/api/wallet/top-ups", new { amount = 100_00, cardToken = "tok_ok" }, key)));

        answers.Should().OnlyContain(a => a.Status == HttpStatusCode.Created);
        answers.Select(a => a.Raw).Distinct().Should().ContainSingle();
        (await here.GetAsync("/api/wallet")).Number("balance").Should().Be(500_00 - 39 * 10_01);
    }

    private static async Task ASessionClosedHereIsDeadThereAsync(Api here, Api there)
    {
        (await here.DeleteAsync("/api/auth/sessions/current")).Expect(HttpStatusCode.NoContent);
        var closed = Stopwatch.StartNew();
        for (var asked = TimeSpan.Zero; (await there.GetAsync("/api/wallet")).Status != HttpStatusCode.Unauthorized; asked = closed.Elapsed)
            asked.Should().BeLessThan(TimeSpan.FromSeconds(1), "who asks later must not be let in");
    }
}
