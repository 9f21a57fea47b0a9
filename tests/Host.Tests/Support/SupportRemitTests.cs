using System.Net;
using FluentAssertions;
using Marketplace.Host.Tests.Journeys;
using Xunit;

namespace Marketplace.Host.Tests.Support;

/// <summary>How far support reaches in the whole application, and what it sees of a real order.</summary>
[Collection(nameof(HostFixture))]
public sealed class SupportRemitTests(HostFixture fixture)
{
    private readonly RunningHost host = fixture.Host;

    [Fact]
    public void S101_D6_what_support_can_call_is_this_and_nothing_else() =>
        Doors.For(host, "support").Select(d => $"{d.Method} {d.Path}").Should().BeEquivalentTo(
            "GET /api/support/orders/{id:guid}", "GET /api/support/orders/{id:guid}/delivery", "GET /api/support/orders/{id:guid}/payment",
            "GET /api/support/questions", "GET /api/support/questions/{id:guid}", "POST /api/support/questions/{id:guid}/answer", "POST /api/support/recoveries");

    [Fact]
    public async Task S101_nobody_else_reaches_what_is_support_s()
    {
        foreach (var caller in new[] { await host.CustomerAsync(), host.Staff("warehouse"), host.Staff("auditor"), host.Staff("admin") })
        {
            caller.Reason = "curiosity";
            foreach (var door in Doors.For(host, "support"))
            {
                var answer = await caller.SendAsync(new HttpMethod(door.Method), door.Url(), door.Body());
                (answer.Status, answer.Code).Should().Be((HttpStatusCode.Forbidden, "auth.forbidden"), $"{door.Method} {door.Path}");
            }
        }
    }

    [Theory]
    [InlineData("GET", "/api/support/customers/{0}")]
    [InlineData("GET", "/api/support/wallets/{0}")]
    [InlineData("POST", "/api/support/orders/{0}/refund")]
    [InlineData("POST", "/api/support/orders/{0}/cancellation")]
    [InlineData("PUT", "/api/support/customers/{0}/phone")]
    public async Task S101_what_is_not_support_s_business_does_not_exist(string method, string path)
    {
        var answer = await host.Agent().SendAsync(new HttpMethod(method), string.Format(System.Globalization.CultureInfo.InvariantCulture, path, Guid.NewGuid()), "{}");
        (answer.Status, answer.Code).Should().Be((HttpStatusCode.NotFound, "resource.not-found"));
    }

    [Fact]
    public async Task S101_support_sees_where_a_parcel_waits_and_what_paid_it()
    {
        var (customer, agent) = (await host.CustomerAsync(1000_00), host.Agent());
        var order = (await customer.PlaceAsync(("books-901", 2))).Id("orderId");
        (await agent.GetAsync($"/api/support/orders/{order}/payment")).Expect(HttpStatusCode.OK).Text("status").Should().Be("unpaid");
        (await customer.PayAsync(order, wallet: 50_00, card: "tok_ok")).Expect(HttpStatusCode.OK);
        await host.FulfilAsync(order, "assembly", "shipment", "arrival");

        var delivery = (await agent.GetAsync($"/api/support/orders/{order}/delivery")).Expect(HttpStatusCode.OK);
        (delivery.Text("kind"), delivery.Body["pickupPoint"]!["pickupPointId"]!.ToString(), delivery.Text("status")).Should().Be(("pickup-point", "pvz-101", "ready-for-pickup"));
        delivery.Body["pickupPoint"]!["city"]!.ToString().Should().NotBeEmpty();
        var payment = (await agent.GetAsync($"/api/support/orders/{order}/payment")).Expect(HttpStatusCode.OK);
        (payment.Of("tenders", "wallet"), payment.Of("tenders", "card")).Should().Be((50_00, payment.Number("total") - 50_00));
        payment.Body["tenders"]!["cardLastFour"]!.ToString().Should().HaveLength(4);
        (await customer.OrderAsync(order)).Raw.Should().NotContain("agent", "what support looked at is in the customer's history, not in the order");
    }

    [Fact]
    public async Task S102_I10_with_an_idempotency_key_a_repeated_question_is_one_question()
    {
        var customer = await host.CustomerAsync();
        var (key, body) = (Guid.NewGuid().ToString(), new { topic = "site", text = "How does it work?" });

        var first = (await customer.PostAsync("/api/support-questions", body, key)).Expect(HttpStatusCode.Created);
        var again = (await customer.PostAsync("/api/support-questions", body, key)).Expect(HttpStatusCode.Created);
        var other = await customer.PostAsync("/api/support-questions", new { topic = "site", text = "Something else" }, key);

        again.Raw.Should().Be(first.Raw);
        (other.Status, other.Code).Should().Be((HttpStatusCode.UnprocessableEntity, "request.idempotency-key-reused"));
        (await customer.GetAsync("/api/support-questions")).Body["items"]!.AsArray().Should().ContainSingle();
        (await customer.SendAsync(HttpMethod.Post, "/api/support-questions", """{"topic":"site","text":"Without a key"}""")).Expect(HttpStatusCode.Created);
        (await customer.SendAsync(HttpMethod.Post, "/api/support-questions", """{"topic":"wallet","text":"x"}""")).Code.Should().Be("request.unknown-value");
    }
}
