using System.Net;
using FluentAssertions;
using Marketplace.Host.Tests.Journeys;
using Xunit;

namespace Marketplace.Host.Tests.Stock;

[Collection(nameof(HostFixture))]
public sealed class WaitlistJourneyTests(HostFixture fixture)
{
    private RunningHost Host => fixture.Host;

    [Fact]
    public async Task S75_S76_what_is_absent_is_waited_for_once_and_told_by_one_sms()
    {
        var (sku, customer, other) = (await Host.ProductAsync(0), await Host.CustomerAsync(), await Host.CustomerAsync());
        (await customer.PostAsync("/api/waitlist", new { sku })).Expect(HttpStatusCode.Created).Text("sku").Should().Be(sku);
        (await customer.PostAsync("/api/waitlist", new { sku })).Expect(HttpStatusCode.Conflict).Code.Should().Be("waitlist.already-waiting");
        (await other.PostAsync("/api/waitlist", new { sku })).Expect(HttpStatusCode.Created);
        (await other.DeleteAsync($"/api/waitlist/{sku}")).Expect(HttpStatusCode.NoContent);
        (await other.DeleteAsync($"/api/waitlist/{sku}")).Expect(HttpStatusCode.NotFound).Code.Should().Be("waitlist.not-waiting");
        (await customer.GetAsync("/api/waitlist")).Body["items"]!.AsArray().Select(e => e!["sku"]!.ToString()).Should().Equal(sku);

        await Host.ReceiveAsync(sku, 2);

        await customer.UntilAsync($"/dev/messages?to={Uri.EscapeDataString(customer.Phone)}", m => m.Body.AsArray().Any(sms => sms!["text"]!.ToString().Contains("Снова в наличии", StringComparison.Ordinal)));
        (await customer.GetAsync("/api/waitlist")).Body["items"]!.AsArray().Should().BeEmpty();
        ((bool)(await customer.GetAsync($"/api/products/{sku}")).Body["available"]!).Should().BeTrue();
        (await customer.PostAsync("/api/waitlist", new { sku })).Expect(HttpStatusCode.Conflict).Code.Should().Be("waitlist.item-in-stock");
        (await other.MessagesAsync()).Should().NotContain(m => m.Text.Contains("наличии", StringComparison.Ordinal));
        (await customer.MessagesAsync()).Should().ContainSingle(m => m.Text.Contains("наличии", StringComparison.Ordinal));
    }

    [Fact]
    public async Task S75_the_same_request_again_waits_once_and_unknown_goods_cannot_be_waited_for()
    {
        var (sku, customer, key) = (await Host.ProductAsync(0), await Host.CustomerAsync(), Guid.NewGuid().ToString());
        for (var i = 0; i < 2; i++) (await customer.PostAsync("/api/waitlist", new { sku }, key)).Expect(HttpStatusCode.Created);
        (await customer.PostAsync("/api/waitlist", new { sku = "nothing" })).Expect(HttpStatusCode.NotFound).Code.Should().Be("catalogue.product-unknown");
    }

    [Fact]
    public async Task S75_the_seed_has_something_to_wait_for()
    {
        var product = (await Host.Anonymous().GetAsync("/api/products/books-031")).Expect(HttpStatusCode.OK);
        ((bool)product.Body["available"]!).Should().BeFalse();
        ((bool)(await Host.Anonymous().GetAsync("/api/products/books-900")).Body["available"]!).Should().BeTrue();
    }
}
