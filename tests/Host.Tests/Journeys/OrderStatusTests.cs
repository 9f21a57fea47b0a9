using System.Net;
using FluentAssertions;
using Xunit;

namespace Marketplace.Host.Tests.Journeys;

/// <summary>The status of an order over HTTP: every step that does not fit is refused by name, and tells where the order stands (S67).</summary>
[Collection(nameof(HostFixture))]
public sealed class OrderStatusTests(HostFixture fixture)
{
    private static readonly string[] Ways = ["assembly", "shipment", "arrival", "delivery"];

    private readonly RunningHost host = fixture.Host;

    [Fact]
    public async Task S67_each_step_of_the_warehouse_fits_some_statuses_and_is_refused_by_name_in_all_others()
    {
        var (customer, warehouse) = (await host.CustomerAsync(10_000_00), host.Staff("warehouse"));
        var order = await customer.PlaceAsync(("books-901", 2));
        var id = order.Id("orderId");
        await AllRefusedAsync("placed", Ways);
        (await customer.PayAsync(id, wallet: order.Number("total"))).Expect(HttpStatusCode.OK);
        await AllRefusedAsync("paid", "shipment", "arrival", "delivery");
        await StepAsync("assembly", "assembling");
        await AllRefusedAsync("assembling", "arrival", "delivery");
        await StepAsync("shipment", "shipped");
        await AllRefusedAsync("shipped", "assembly");
        await StepAsync("arrival", "ready-for-pickup");
        await AllRefusedAsync("ready-for-pickup", "assembly", "shipment");
        await StepAsync("delivery", "delivered");
        await AllRefusedAsync("delivered", "assembly", "shipment", "arrival");
        var line = order.Line("books-901");
        await host.ReceiveAsync(await customer.AnnounceAsync(id, line, 1), line, 1);
        await AllRefusedAsync("partly-returned", Ways);
        await host.ReceiveAsync(await customer.AnnounceAsync(id, line, 1), line, 1);
        await AllRefusedAsync("returned", Ways);
        id = (await customer.PlaceAsync(("books-901", 1))).Id("orderId");
        (await customer.PostAsync($"/api/orders/{id}/cancellation")).Expect(HttpStatusCode.OK);
        await AllRefusedAsync("cancelled", Ways);
        (await customer.PayAsync(id, wallet: 100_00)).Expect(HttpStatusCode.Conflict).Text("orderStatus").Should().Be("cancelled");
        await host.InvariantsHoldAsync();

        async Task StepAsync(string step, string status)
        {
            (await warehouse.PostAsync($"/api/fulfilment/orders/{id}/{step}")).Expect(HttpStatusCode.OK);
            var version = (await customer.OrderAsync(id)).Number("version");
            (await warehouse.PostAsync($"/api/fulfilment/orders/{id}/{step}")).Expect(HttpStatusCode.OK);
            var again = await customer.OrderAsync(id);
            (again.Text("status"), again.Number("version")).Should().Be((status, version), "the same step again changes nothing");
        }

        async Task AllRefusedAsync(string status, params string[] steps)
        {
            var before = await customer.OrderAsync(id);
            before.Text("status").Should().Be(status);
            foreach (var step in steps)
            {
                var refused = (await warehouse.PostAsync($"/api/fulfilment/orders/{id}/{step}")).Expect(HttpStatusCode.Conflict);
                (refused.Code, refused.Text("status"), refused.Text("orderStatus")).Should().Be(("order.invalid-transition", "409", status));
            }

            (await customer.OrderAsync(id)).Raw.Should().Be(before.Raw);
        }
    }
}
