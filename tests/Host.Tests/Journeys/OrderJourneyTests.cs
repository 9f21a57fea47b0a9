using System.Net;
using FluentAssertions;
using Xunit;

namespace Marketplace.Host.Tests.Journeys;

[Collection(nameof(HostFixture))]
public sealed class OrderJourneyTests(HostFixture fixture)
{
    private readonly RunningHost host = fixture.Host;

    [Fact]
    public async Task X33_the_same_payment_twenty_times_with_one_key_has_one_effect_and_one_answer()
    {
        var customer = await host.CustomerAsync(1000_00);
        var order = await PlaceAsync(customer, ("books-900", 3));
        var key = Guid.NewGuid().ToString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            customer.PostAsync($"/api/orders/{order.Id("orderId")}/payment", new { wallet = 30_03 }, key)));

        answers.Should().OnlyContain(a => a.Status == HttpStatusCode.OK);
        answers.Select(a => a.Raw).Distinct().Should().ContainSingle();
        answers.Count(a => a.Headers.Contains("Idempotency-Replayed")).Should().Be(19);
        (await customer.GetAsync("/api/wallet")).Number("balance").Should().Be(1000_00 - 30_03);
        await host.InvariantsHoldAsync();
    }

    internal static async Task<Answer> PlaceAsync(Api customer, params (string Sku, int Quantity)[] lines) => (await customer.PostAsync("/api/orders", new
    {
        lines = lines.Select(l => new { sku = l.Sku, quantity = l.Quantity }),
        delivery = new { pickupPointId = "pvz-101" },
    })).Expect(HttpStatusCode.Created);
}
