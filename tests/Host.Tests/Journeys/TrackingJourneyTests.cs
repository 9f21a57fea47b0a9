using System.Net;
using System.Text;
using System.Text.Json;
using FluentAssertions;
using Marketplace.Domain.Orders;
using Marketplace.Host.Adapters;
using Marketplace.Host.Callbacks;
using Marketplace.Host.Tests.Providers;
using Xunit;

namespace Marketplace.Host.Tests.Journeys;

/// <summary>A carrier's reports over HTTP (S66).</summary>
[Collection(nameof(HostFixture))]
public class TrackingJourneyTests(HostFixture fixture)
{
    private readonly RunningHost host = fixture.Host;

    [Fact]
    public async Task S66_late_repeated_and_disordered_reports_make_one_way_in_the_order_of_what_happened()
    {
        var (customer, order) = await PaidAsync();
        await host.FulfilAsync(order, "assembly", "shipment");
        var (start, delivered) = (DateTimeOffset.UtcNow, Guid.NewGuid());

        (await ReportAsync(order, ShipmentStatus.OutForDelivery, start.AddSeconds(3))).Should().Be(HttpStatusCode.NoContent);
        (await ReportAsync(order, ShipmentStatus.Delivered, start.AddSeconds(4), delivered)).Should().Be(HttpStatusCode.NoContent);
        (await ReportAsync(order, ShipmentStatus.Delivered, start.AddSeconds(4), delivered)).Should().Be(HttpStatusCode.NoContent, "the same again");
        await customer.UntilAsync($"/api/orders/{order}", o => o.Text("status") == "delivered");
        (await ReportAsync(order, ShipmentStatus.InTransit, start.AddSeconds(1))).Should().Be(HttpStatusCode.NoContent, "late");
        (await ReportAsync(order, ShipmentStatus.AtSortingCentre, start.AddSeconds(2))).Should().Be(HttpStatusCode.NoContent, "later still");

        var steps = (await customer.GetAsync($"/api/orders/{order}/tracking")).Expect(HttpStatusCode.OK).Body["steps"]!.AsArray();
        steps.Where(s => (string)s!["source"]! == "carrier").Select(s => (string)s!["step"]!)
            .Should().Equal("in-transit", "at-sorting-centre", "out-for-delivery", "delivered");
        steps.Select(s => (DateTimeOffset)s!["at"]!).Should().BeInAscendingOrder();
        steps.Where(s => (string)s!["source"]! == "shop").Select(s => (string)s!["step"]!)
            .Should().Equal("placed", "paid", "assembling", "shipped", "delivered");
        steps.Single(s => (string)s!["step"]! == "in-transit")!["recordedAt"].Should().NotBeNull();
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S66_a_carrier_that_is_faster_than_the_warehouse_is_heard_when_the_warehouse_has_caught_up()
    {
        var (customer, order) = await PaidAsync();
        (await ReportAsync(order, ShipmentStatus.InTransit, DateTimeOffset.UtcNow)).Should().Be(HttpStatusCode.Conflict, "nobody has begun to assemble it");
        await host.FulfilAsync(order, "assembly");
        (await ReportAsync(order, ShipmentStatus.Delivered, DateTimeOffset.UtcNow)).Should().Be(HttpStatusCode.NoContent);
        (await customer.OrderAsync(order)).Text("status").Should().Be("assembling");
        await host.FulfilAsync(order, "shipment");
        await customer.UntilAsync($"/api/orders/{order}", o => o.Text("status") == "delivered");
    }

    [Fact]
    public async Task S66_only_the_carrier_is_believed()
    {
        var (_, order) = await PaidAsync();
        await host.FulfilAsync(order, "assembly", "shipment");
        (await ReportAsync(order, ShipmentStatus.Delivered, DateTimeOffset.UtcNow, secret: Encoding.UTF8.GetBytes("another"))).Should().Be(HttpStatusCode.Unauthorized);
        (await ReportAsync(order, ShipmentStatus.Delivered, DateTimeOffset.UtcNow.AddDays(1))).Should().Be(HttpStatusCode.UnprocessableEntity);
        (await ReportAsync(Guid.NewGuid(), ShipmentStatus.Delivered, DateTimeOffset.UtcNow)).Should().Be(HttpStatusCode.NotFound);
    }

    private async Task<(Api Customer, Guid Order)> PaidAsync()
    {
        var customer = await host.CustomerAsync(100_00);
        var order = (await customer.PlaceAsync(("books-900", 1))).Id("orderId");
        (await customer.PayAsync(order, 10_01)).Expect(HttpStatusCode.OK);
        return (customer, order);
    }

    private async Task<HttpStatusCode> ReportAsync(Guid order, ShipmentStatus status, DateTimeOffset at, Guid? id = null, byte[]? secret = null) =>
        (await host.TellAsync(ProviderNames.Carrier, JsonSerializer.Serialize(new CarrierCallback(id ?? Guid.NewGuid(), order, status, at), ProviderJson.Strict), secret)).Status;
}
