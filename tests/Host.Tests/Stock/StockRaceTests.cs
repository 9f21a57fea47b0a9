using System.Net;
using FluentAssertions;
using Marketplace.Host.Tests.Journeys;
using Xunit;

namespace Marketplace.Host.Tests.Stock;

/// <summary>A hundred clients at once over HTTP.</summary>
[Collection(nameof(HostFixture))]
public sealed class StockRaceTests(HostFixture fixture)
{
    private RunningHost Host => fixture.Host;

    [Fact]
    public async Task S74_of_100_clients_for_one_unit_exactly_one_gets_it()
    {
        var sku = await Host.ProductAsync(1);
        var customers = await Host.CustomersAsync(10);

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => i % 2 == 0
            ? customers[i % 10].PostAsync("/api/orders", Steps.Order((sku, 1)))
            : customers[i % 10].PostAsync("/api/reservations", new { sku, quantity = 1 })));

        var got = answers.Where(a => a.Status == HttpStatusCode.Created).ToList();
        got.Should().ContainSingle();
        answers.Except(got).Should().HaveCount(99).And.OnlyContain(a => a.Status == HttpStatusCode.Conflict && a.Code == "stock.out-of-stock");
        ((bool)(await customers[0].GetAsync($"/api/products/{sku}")).Body["available"]!).Should().BeFalse();
        await Host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S74_the_same_request_ten_times_at_once_takes_its_units_once()
    {
        var sku = await Host.ProductAsync(5);
        var customer = await Host.CustomerAsync();
        var key = Guid.NewGuid().ToString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => customer.PostAsync("/api/reservations", new { sku, quantity = 2 }, key)));

        answers.Should().OnlyContain(a => a.Status == HttpStatusCode.Created);
        answers.Select(a => a.Id("reservationId")).Distinct().Should().ContainSingle();
        (await Host.CountAsync(sku)).Should().Be((3, 2, 0));
    }

    [Fact]
    public async Task S74_a_customer_has_twenty_open_reservations_also_when_thirty_are_asked_for_at_once()
    {
        var (sku, customer) = (await Host.ProductAsync(100), await Host.CustomerAsync());

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => customer.PostAsync("/api/reservations", new { sku, quantity = 1 })));

        answers.Count(a => a.Status == HttpStatusCode.Created).Should().Be(20);
        answers.Where(a => a.Status != HttpStatusCode.Created).Should().OnlyContain(a => a.Code == "reservation.too-many-open");
        (await Host.CountAsync(sku)).Should().Be((80, 20, 0));
    }
}
