using System.Net;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Marketplace.Host.Tests.Journeys;

/// <summary>Orders at the edge of what is paid: nothing at all, or a delivery beside the goods.</summary>
[Collection(nameof(HostFixture))]
public sealed class NothingToPayTests(HostFixture fixture)
{
    private readonly RunningHost host = fixture.Host;

    [Fact]
    public async Task X13_an_order_that_a_code_pays_in_full_costs_nothing_goes_all_the_way_and_brings_nothing_back()
    {
        var customer = await host.ProtectedCustomerAsync(50_00);
        (await customer.ApplyForCardAsync()).Expect(HttpStatusCode.Created);
        await DefineAsync("ALL-OF-IT", new { basisPoints = 100_00 });
        var body = JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(Steps.Order(("books-901", 3))))!;
        body["promoCode"] = "ALL-OF-IT";
        (await customer.SendAsync(HttpMethod.Post, "/api/orders/quote", body.ToJsonString())).Expect(HttpStatusCode.OK).Number("total").Should().Be(0);
        var order = (await customer.SendAsync(HttpMethod.Post, "/api/orders", body.ToJsonString(), Guid.NewGuid().ToString())).Expect(HttpStatusCode.Created);
        var id = order.Id("orderId");
        order.Number("total").Should().Be(0);
        (await customer.PostAsync($"/api/orders/{id}/payment", new { wallet = 1 })).Expect(HttpStatusCode.UnprocessableEntity);
        (await customer.PostAsync($"/api/orders/{id}/payment", new { cardToken = "tok_declined" })).Expect(HttpStatusCode.OK);
        await host.DeliverAsync(id);
        await host.ReceiveAsync(await customer.AnnounceAsync(id, order.Line("books-901"), 3, "original"), order.Line("books-901"), 3);

        var end = await customer.OrderAsync(id);
        (end.Text("status"), end.Number("effectiveTotal"), end.Of("refunded", "toWallet"), end.Of("refunded", "toCard")).Should().Be(("returned", 0, 0, 0));
        (await customer.WalletAsync()).Should().Be((50_00, 50_00));
        (await customer.GetAsync("/api/bonus-card")).Number("balance").Should().Be(0);
        await host.InvariantsHoldAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task D16_the_delivery_fee_comes_back_once_when_nothing_is_sent_however_the_order_ends(bool unitByUnit)
    {
        var customer = await host.CustomerAsync(2_000_00);
        var body = new { lines = new[] { new { sku = "books-901", quantity = 2 }, new { sku = "books-900", quantity = 1 } }, delivery = new { address = "Москва, Тверская, 1" } };
        var order = (await customer.PostAsync("/api/orders", body)).Expect(HttpStatusCode.Created);
        var (id, fee) = (order.Id("orderId"), (long)order.Body["delivery"]!["fee"]!);
        fee.Should().BePositive();
        (await customer.PayAsync(id, wallet: order.Number("total"))).Expect(HttpStatusCode.OK);

        var back = 0L;
        if (unitByUnit)
        {
            back += await RemoveAsync("books-901", 1, 100_00);
            back += await RemoveAsync("books-900", 1, 10_01);
            back += await RemoveAsync("books-901", 1, 100_00 + fee);
        }
        else
        {
            back += (await customer.PostAsync($"/api/orders/{id}/cancellation")).Expect(HttpStatusCode.OK).Number("wallet");
        }

        (await customer.PostAsync($"/api/orders/{id}/cancellation")).Expect(HttpStatusCode.OK);
        back.Should().Be(order.Number("total"));
        (await customer.WalletAsync()).Should().Be((2_000_00, 2_000_00));
        await host.InvariantsHoldAsync();

        async Task<long> RemoveAsync(string sku, int quantity, long expected)
        {
            var removed = (await customer.PostAsync($"/api/orders/{id}/lines/{order.Line(sku)}/removal", new { quantity })).Expect(HttpStatusCode.OK).Number("wallet");
            removed.Should().Be(expected);
            return removed;
        }
    }

    [Fact]
    public async Task D16_the_delivery_fee_stays_with_a_delivery_that_was_made_in_however_many_returns()
    {
        var customer = await host.CustomerAsync(2_000_00);
        var order = (await customer.PostAsync("/api/orders", new { lines = new[] { new { sku = "books-901", quantity = 3 } }, delivery = new { address = "Москва, Тверская, 1" } })).Expect(HttpStatusCode.Created);
        var (id, line, fee) = (order.Id("orderId"), order.Line("books-901"), (long)order.Body["delivery"]!["fee"]!);
        (await customer.PayAsync(id, wallet: order.Number("total"))).Expect(HttpStatusCode.OK);
        await host.FulfilAsync(id, "assembly", "shipment", "delivery");
        foreach (var units in new[] { 1, 2 }) await host.ReceiveAsync(await customer.AnnounceAsync(id, line, units), line, units);
        var end = await customer.OrderAsync(id);
        (end.Text("status"), end.Number("effectiveTotal"), end.Of("refunded", "toWallet")).Should().Be(("returned", fee, 300_00));
        (await customer.WalletAsync()).Balance.Should().Be(2_000_00 - fee);
        await host.InvariantsHoldAsync();
    }

    private async Task DefineAsync(string code, object terms)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToNode(terms)!;
        body["validFrom"] = DateTimeOffset.UtcNow.AddDays(-1);
        body["validUntil"] = DateTimeOffset.UtcNow.AddDays(1);
        (await host.Staff("admin").SendAsync(HttpMethod.Put, $"/api/admin/promo-codes/{code}", body.ToJsonString())).Expect(HttpStatusCode.OK);
    }
}
