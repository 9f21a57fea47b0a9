using System.Net;
using System.Text.Json;
using FluentAssertions;
using Xunit;

namespace Marketplace.Host.Tests.Journeys;

[Collection(nameof(HostFixture))]
public sealed class ExplanationJourneyTests(HostFixture fixture)
{
    private readonly RunningHost host = fixture.Host;

    [Fact]
    public async Task U7_an_order_explains_its_price_its_payment_and_its_refunds_down_to_events()
    {
        var (customer, stranger) = (await host.CustomerAsync(500_00), await host.CustomerAsync());
        var terms = JsonSerializer.Serialize(new { basisPoints = 10_00, validFrom = DateTimeOffset.UtcNow.AddDays(-1), validUntil = DateTimeOffset.UtcNow.AddDays(1) });
        (await host.Staff("admin").SendAsync(HttpMethod.Put, "/api/admin/promo-codes/WHY-TENTH", terms)).Expect(HttpStatusCode.OK);
        var basket = new { lines = new[] { new { sku = "books-900", quantity = 4 } }, delivery = new { pickupPointId = "pvz-101" }, promoCode = "WHY-TENTH" };
        var order = (await customer.PostAsync("/api/orders", basket)).Expect(HttpStatusCode.Created);
        var (id, path, line) = (order.Id("orderId"), $"/api/orders/{order.Id("orderId")}/explanation", order.Line("books-900"));
        (await customer.PayAsync(id, wallet: 20_00, card: "tok_ok")).Expect(HttpStatusCode.OK);
        var between = DateTimeOffset.UtcNow;
        (await customer.PostAsync($"/api/orders/{id}/lines/{line}/removal", new { quantity = 1 })).Expect(HttpStatusCode.OK);
        await host.DeliverAsync(id);
        await host.ReceiveAsync(await customer.AnnounceAsync(id, line, 3), line, 3);

        var explained = (await customer.GetAsync(path)).Expect(HttpStatusCode.OK);

        var why = explained.Body["lines"]!.AsArray().Single()!;
        ((long)why["quantity"]! * (long)why["unitPrice"]! - why["reductions"]!.AsArray().Sum(r => (long)r!["amount"]!)).Should().Be((long)why["amount"]!).And.Be(36_04);
        ((long)why["paid"]!["wallet"]!, (long)why["paid"]!["card"]!).Should().Be((20_00, 16_04));
        var refunds = why["refunds"]!.AsArray().Select(r => r!).ToList();
        refunds.Select(r => (string)r["kind"]!).Should().Equal("line-removed", "return-refunded");
        refunds.Sum(r => (long)r["share"]!["wallet"]! + (long)r["share"]!["card"]!).Should().Be(36_04);
        var events = (await host.Staff("auditor").GetAsync($"/api/audit/streams/order/{id}/events")).Body["items"]!.AsArray().ToDictionary(e => (string)e!["eventId"]!, e => (string)e!["type"]!);
        events[explained.Text("placedBy")].Should().Be("OrderPlaced");
        events[explained.Text("paidBy")].Should().Be("OrderPaid");
        refunds.Select(r => events[(string)r["eventId"]!]).Should().Equal("OrderLineRemoved", "ReturnRefunded");
        (await customer.GetAsync($"{path}?asOf={Uri.EscapeDataString(between.ToString("O"))}")).Expect(HttpStatusCode.OK).Body["lines"]![0]!["refunds"]!.AsArray().Should().BeEmpty();
        (await stranger.GetAsync(path)).Expect(HttpStatusCode.NotFound).Code.Should().Be("order.not-found");
        (await host.Anonymous().GetAsync(path)).Expect(HttpStatusCode.Unauthorized);
    }
}
