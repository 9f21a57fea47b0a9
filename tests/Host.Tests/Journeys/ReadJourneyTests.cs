using System.Net;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Marketplace.Host.Tests.Journeys;

/// <summary>What people read: the catalogue, the account page, the purchase history, the points, and the auditor's view.</summary>
[Collection(nameof(HostFixture))]
public sealed class ReadJourneyTests(HostFixture fixture)
{
    private readonly RunningHost host = fixture.Host;

    [Fact]
    public async Task S41_S42_without_a_session_one_may_browse_and_not_order()
    {
        var anybody = host.Anonymous();
        (await anybody.GetAsync("/api/products?limit=1")).Expect(HttpStatusCode.OK).Body["items"]!.AsArray().Should().ContainSingle();

        var refused = await anybody.PostAsync("/api/orders", Steps.Order(("books-900", 1)));

        (refused.Status, refused.Code).Should().Be((HttpStatusCode.Unauthorized, "auth.sign-in-required"));
    }

    [Fact]
    public async Task S62_S80_goods_are_found_by_words_and_category_and_members_see_their_price()
    {
        var customer = await host.CustomerAsync();

        var found = (await customer.GetAsync($"/api/products?query={Uri.EscapeDataString("чайник")}&category=appliances")).Expect(HttpStatusCode.OK);

        found.Body["items"]!.AsArray().Should().NotBeEmpty().And.OnlyContain(p => ((string)p!["name"]!).StartsWith("Чайник", StringComparison.Ordinal));
        (await customer.GetAsync("/api/products/appliances-900")).Number("memberPrice").Should().Be(57_499_99);
        (await host.Anonymous().GetAsync("/api/products/appliances-900")).Body["memberPrice"].Should().BeNull();
    }

    [Fact]
    public async Task S65_the_purchase_history_lists_all_orders_page_by_page_with_what_they_cost_after_refunds()
    {
        var customer = await host.CustomerAsync(1000_00);
        var returned = await customer.PlaceAsync(("books-901", 2));
        (await customer.PayAsync(returned.Id("orderId"), wallet: 200_00)).Expect(HttpStatusCode.OK);
        await host.DeliverAsync(returned.Id("orderId"));
        var line = returned.Line("books-901");
        await host.ReceiveAsync(await customer.AnnounceAsync(returned.Id("orderId"), line, 1), line, 1);
        var cancelled = await customer.PlaceAsync(("books-900", 1));
        (await customer.PostAsync($"/api/orders/{cancelled.Id("orderId")}/cancellation")).Expect(HttpStatusCode.OK);

        var first = (await customer.GetAsync("/api/purchases?limit=1")).Expect(HttpStatusCode.OK);
        await customer.PlaceAsync(("books-901", 1));
        var second = (await customer.GetAsync($"/api/purchases?limit=1&cursor={first.Text("nextCursor")}")).Expect(HttpStatusCode.OK);

        Only(first)["status"]!.ToString().Should().Be("cancelled");
        Only(second)["orderId"]!.ToString().Should().Be(returned.Text("orderId"), "what comes in meanwhile moves no page");
        ((long)Only(second)["total"]!, (long)Only(second)["effectiveTotal"]!).Should().Be((200_00, 100_00));
        second.Body["nextCursor"].Should().BeNull();
        (await customer.GetAsync("/api/purchases?limit=0")).Code.Should().Be("request.cursor-invalid");
    }

    [Fact]
    public async Task S59_S104_the_account_page_shows_money_points_and_open_orders()
    {
        var customer = await host.ProtectedCustomerAsync(1000_00);
        (await customer.ApplyForCardAsync()).Expect(HttpStatusCode.Created);
        var delivered = await customer.PlaceAsync(("books-901", 3));
        (await customer.PayAsync(delivered.Id("orderId"), wallet: 300_00)).Expect(HttpStatusCode.OK);
        await host.DeliverAsync(delivered.Id("orderId"));
        var open = await customer.PlaceAsync(("books-900", 1));

        var page = (await customer.GetAsync("/api/account")).Expect(HttpStatusCode.OK);

        page.Text("phone").Should().Be(customer.Phone);
        page.Text("currency").Should().Be("RUB");
        (page.Of("wallet", "balance"), page.Of("bonusCard", "pending"), page.Of("bonusCard", "points")).Should().Be((700_00, 3, 0));
        page.Body["openOrders"]!.AsArray().Select(o => (string)o!["orderId"]!).Should().Equal(open.Text("orderId"));
        var entry = (await customer.GetAsync("/api/bonus-card/statement")).Body["items"]!.AsArray()[0]!;
        ((string)entry["kind"]!, (long)entry["points"]!, (string)entry["orderId"]!).Should().Be(("accrued", 3, delivered.Text("orderId")));
    }

    [Fact]
    public async Task An_auditor_sees_every_event_of_any_stream_and_nothing_personal()
    {
        var customer = await host.CustomerAsync(100_00);
        var auditor = host.Staff("auditor");

        var events = (await auditor.GetAsync($"/api/audit/streams/customer/{customer.CustomerId}/events")).Expect(HttpStatusCode.OK);
        var state = (await auditor.GetAsync($"/api/audit/streams/customer/{customer.CustomerId}/state?version=1")).Expect(HttpStatusCode.OK);

        events.Body["items"]!.AsArray().Select(e => (string)e!["type"]!).Should().StartWith(["CustomerRegistered", "TermsAccepted", "SessionOpened"]);
        (events.Raw + state.Raw).Should().Contain("[pii]").And.NotContain(customer.Phone[1..]);
        state.Number("version").Should().Be(1);
        (await auditor.GetAsync($"/api/audit/streams/customer/{Guid.NewGuid()}/events")).Code.Should().Be("audit.stream-unknown");
        (await auditor.GetAsync($"/api/audit/streams/wallet/{customer.CustomerId}/events")).Code.Should().Be("audit.stream-unknown");
    }

    private static JsonNode Only(Answer page) => page.Body["items"]!.AsArray().Single()!;
}
