using System.Net;
using FluentAssertions;
using Marketplace.Host.Tests.Journeys;
using Xunit;

namespace Marketplace.Host.Tests.Stock;

[Collection(nameof(HostFixture))]
public sealed class CatalogueAdminTests(HostFixture fixture)
{
    private RunningHost Host => fixture.Host;

    [Fact]
    public async Task S61_S63_a_new_price_is_for_new_orders_only()
    {
        var sku = await Host.ProductAsync(10, price: 100_00);
        var customer = await Host.CustomerAsync(1000_00);
        var order = (await customer.PlaceAsync((sku, 2))).Id("orderId");

        (await Host.PutProductAsync(sku, new { name = "Другая кружка", category = "shoes", price = 500_00, memberPrice = 400_00 })).Expect(HttpStatusCode.OK);

        var placed = await customer.OrderAsync(order);
        placed.Number("total").Should().Be(200_00);
        (placed.Body["lines"]![0]!["name"]!.ToString(), placed.Body["lines"]![0]!["category"]!.ToString()).Should().Be(("Кружка", "toys"));
        (await customer.PayAsync(order, wallet: 200_00)).Expect(HttpStatusCode.OK);
        (await customer.PlaceAsync((sku, 1))).Number("total").Should().Be(400_00);
    }

    [Fact]
    public async Task S63_an_order_is_not_placed_at_a_price_that_its_customer_was_not_shown()
    {
        var (sku, customer, id) = (await Host.ProductAsync(10, price: 100_00), await Host.CustomerAsync(1000_00), Guid.NewGuid());
        var quoted = (await customer.PostAsync("/api/orders/quote", Steps.Order((sku, 2)))).Expect(HttpStatusCode.OK).Number("total");
        (await Host.PutProductAsync(sku, new { name = "Кружка", category = "toys", price = 150_00 })).Expect(HttpStatusCode.OK);
        object Order(long expectedTotal) => new
        {
            orderId = id,
            lines = new[] { new { sku, quantity = 2 } },
            delivery = new { pickupPointId = "pvz-101" },
            expectedTotal,
            wallet = expectedTotal,
        };

        var refused = (await customer.PostAsync("/api/orders", Order(quoted))).Expect(HttpStatusCode.Conflict);
        (refused.Code, refused.Number("expectedTotal"), refused.Number("total")).Should().Be(("order.price-changed", 200_00L, 300_00L));
        refused.Text("detail").Should().Contain("expectedTotal");
        (await customer.GetAsync($"/api/orders/{id}")).Status.Should().Be(HttpStatusCode.NotFound);
        (await Host.CountAsync(sku)).Taken.Should().Be(0);
        (await customer.WalletAsync()).Should().Be((1000_00, 1000_00));

        (await customer.PostAsync("/api/orders", Order(refused.Number("total")))).Expect(HttpStatusCode.Created).Number("total").Should().Be(300_00);
        (await customer.PostAsync("/api/orders", Order(quoted))).Expect(HttpStatusCode.Created).Number("total").Should().Be(300_00, "an order that is there is answered as it is");
        (await customer.WalletAsync()).Should().Be((700_00, 700_00));
        await Host.InvariantsHoldAsync();
    }

    [Theory]
    [InlineData("test-a", """{"name":"К","category":"weapons","price":1}""", "catalogue.category-unknown")]
    [InlineData("test-a", """{"name":" ","category":"toys","price":1}""", "catalogue.name-invalid")]
    [InlineData("test-a", """{"name":"К","category":"toys","price":0}""", "catalogue.price-invalid")]
    [InlineData("test-a", """{"name":"К","category":"toys","price":5,"memberPrice":5}""", "catalogue.member-price-invalid")]
    [InlineData("TEST_A", """{"name":"К","category":"toys","price":5}""", "catalogue.sku-invalid")]
    public async Task S61_S80_a_product_that_cannot_be_is_refused(string sku, string body, string code)
    {
        (await Host.Staff("admin").SendAsync(HttpMethod.Put, $"/api/admin/products/{sku}", body)).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be(code);
        (await Host.Anonymous().GetAsync($"/api/products/{sku}")).Status.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task S62_a_product_that_is_off_sale_is_found_but_neither_ordered_nor_reserved()
    {
        var (sku, customer) = (await Host.ProductAsync(10), await Host.CustomerAsync());
        (await Host.PutProductAsync(sku, new { name = "Кружка", category = "toys", price = 100_00, available = false })).Expect(HttpStatusCode.OK);

        ((bool)(await customer.GetAsync($"/api/products/{sku}")).Body["available"]!).Should().BeFalse();
        (await customer.PostAsync("/api/orders", Steps.Order((sku, 1)))).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("order.product-unavailable");
        (await customer.PostAsync("/api/reservations", new { sku, quantity = 1 })).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("order.product-unavailable");
    }

    [Fact]
    public async Task S68_a_closed_point_takes_no_new_orders_and_keeps_those_it_has()
    {
        var (sku, customer, point) = (await Host.ProductAsync(10), await Host.CustomerAsync(), $"pvz-{Guid.NewGuid():N}");
        object order = new { lines = new[] { new { sku, quantity = 1 } }, delivery = new { pickupPointId = point } };
        (await customer.PostAsync("/api/orders", order)).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("order.pickup-point-unavailable");
        await PutPointAsync(point, active: true);
        var placed = (await customer.PostAsync("/api/orders", order)).Expect(HttpStatusCode.Created).Id("orderId");
        await PutPointAsync(point, active: false);

        (await customer.PostAsync("/api/orders", order)).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("order.pickup-point-unavailable");
        (await customer.OrderAsync(placed)).Body["delivery"]!["pickupPointId"]!.ToString().Should().Be(point);
        (await Host.Staff("admin").PutAsync("/api/admin/pickup-points/pvz_1", new { city = "Москва", address = "Тверская, 1", active = true }))
            .Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("catalogue.pickup-point-id-invalid");
    }

    [Theory]
    [InlineData("warehouse")]
    [InlineData("support")]
    public async Task S61_S68_only_the_admin_changes_the_catalogue(string role)
    {
        var staff = Host.Staff(role);
        (await staff.PutAsync("/api/admin/products/test-a", new { name = "К", category = "toys", price = 1 })).Status.Should().Be(HttpStatusCode.Forbidden);
        (await staff.PutAsync("/api/admin/pickup-points/pvz-101", new { city = "М", address = "Т", active = false })).Status.Should().Be(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"quantity":0}""")]
    [InlineData("""{"quantity":1,"counted":1}""")]
    [InlineData("""{"counted":-1}""")]
    public async Task S74_the_warehouse_names_either_what_came_or_what_it_counted(string body)
    {
        var sku = await Host.ProductAsync(0);
        (await Host.Staff("warehouse").SendAsync(HttpMethod.Post, $"/api/fulfilment/stock/{sku}", body, Guid.NewGuid().ToString()))
            .Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("stock.quantity-invalid");
    }

    private async Task PutPointAsync(string point, bool active) =>
        (await Host.Staff("admin").PutAsync($"/api/admin/pickup-points/{point}", new { city = "Москва", address = "Тверская, 1", active })).Expect(HttpStatusCode.OK);
}
