using System.Globalization;
using System.Net;
using FluentAssertions;
using Marketplace.Application.Orders;
using Marketplace.Application.Stock;
using Marketplace.Host.Tests.Journeys;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Marketplace.Host.Tests.Stock;

/// <summary>Journeys that take a day.</summary>
public sealed class ReservationJourneyTests : IAsyncLifetime
{
    // A Monday noon in Moscow, far from holidays.
    private readonly MovableClock clock = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    private RunningHost host = null!;

    public async Task InitializeAsync() => host = await RunningHost.StartAsync(null, services => services.AddSingleton<TimeProvider>(clock));

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task P3_S74_a_reservation_holds_for_a_day_and_its_end_frees_the_goods_however_late_the_timer()
    {
        var sku = await host.ProductAsync(2);
        var (first, second) = (await host.CustomerAsync(), await host.CustomerAsync());
        var held = (await first.PostAsync("/api/reservations", new { sku, quantity = 2 })).Expect(HttpStatusCode.Created);
        (DateTimeOffset.Parse(held.Text("until"), CultureInfo.InvariantCulture) - clock.GetUtcNow()).Should().BeCloseTo(TimeSpan.FromHours(24), TimeSpan.FromMinutes(1));
        (await second.PostAsync("/api/orders", Steps.Order((sku, 1)))).Expect(HttpStatusCode.Conflict).Code.Should().Be("stock.out-of-stock");

        clock.Advance(TimeSpan.FromHours(23));
        await host.SendAsync(new ExpireReservation(sku, held.Id("reservationId")));
        (await second.PostAsync("/api/orders", Steps.Order((sku, 1)))).Expect(HttpStatusCode.Conflict);

        // Nobody has noted the end yet, and the goods are free all the same.
        clock.Advance(TimeSpan.FromHours(1));
        await second.PlaceAsync((sku, 1));
        await host.SendAsync(new ExpireReservation(sku, held.Id("reservationId")));
        (await first.GetAsync("/api/reservations")).Body["items"]![0]!["status"]!.ToString().Should().Be("expired");
        (await host.CountAsync(sku)).Should().Be((1, 0, 1));
    }

    [Fact]
    public async Task S74_an_order_takes_the_customers_own_reservation_first()
    {
        var sku = await host.ProductAsync(4);
        var (owner, other) = (await host.CustomerAsync(), await host.CustomerAsync());
        var held = (await owner.PostAsync("/api/reservations", new { sku, quantity = 3 })).Expect(HttpStatusCode.Created).Id("reservationId");
        await other.PlaceAsync((sku, 1));

        var order = await owner.PlaceAsync((sku, 2));
        (await host.CountAsync(sku)).Should().Be((0, 1, 3));
        (await other.DeleteAsync($"/api/reservations/{held}")).Expect(HttpStatusCode.NotFound).Code.Should().Be("reservation.not-found");
        (await owner.DeleteAsync($"/api/reservations/{held}")).Expect(HttpStatusCode.NoContent);
        (await owner.DeleteAsync($"/api/reservations/{held}")).Expect(HttpStatusCode.NoContent);
        (await owner.PostAsync($"/api/orders/{order.Id("orderId")}/lines/{order.Line(sku)}/removal", new { quantity = 1 })).Expect(HttpStatusCode.OK);
        // One of each counting delivery, one released, one removed.
        (await host.CountAsync(sku)).Should().Be((3, 0, 2));
    }

    [Fact]
    public async Task S74_an_order_that_nobody_pays_gives_its_goods_back_after_a_day()
    {
        var sku = await host.ProductAsync(3);
        var customer = await host.CustomerAsync(500_00);
        var (unpaid, paid) = ((await customer.PlaceAsync((sku, 1))).Id("orderId"), (await customer.PlaceAsync((sku, 2))).Id("orderId"));
        (await customer.PayAsync(paid, wallet: 200_00)).Expect(HttpStatusCode.OK);

        clock.Advance(TimeSpan.FromHours(23));
        await LapseAsync(unpaid, paid);
        (await customer.OrderAsync(unpaid)).Text("status").Should().Be("placed");
        clock.Advance(TimeSpan.FromHours(1));
        await LapseAsync(unpaid, paid);
        await LapseAsync(unpaid, paid);

        (await customer.OrderAsync(unpaid)).Text("status").Should().Be("cancelled");
        (await customer.OrderAsync(paid)).Text("status").Should().Be("paid");
        (await host.CountAsync(sku)).Should().Be((1, 0, 2));
        (await customer.PayAsync(unpaid, wallet: 100_00)).Expect(HttpStatusCode.Conflict);
        await host.InvariantsHoldAsync();
    }

    private async Task LapseAsync(params Guid[] orders)
    {
        foreach (var order in orders) await host.SendAsync(new LapseUnpaidOrder(order));
    }
}
