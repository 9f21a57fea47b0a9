using System.Net;
using FluentAssertions;
using Xunit;

namespace Marketplace.Host.Tests.Journeys;

/// <summary>How a customer leaves for good.</summary>
[Collection(nameof(HostFixture))]
public class DeletionJourneyTests(HostFixture fixture)
{
    private readonly RunningHost host = fixture.Host;

    [Fact]
    public async Task S94_to_S100_X24_X25_a_customer_leaves_and_no_session_is_left()
    {
        var customer = await host.ProtectedCustomerAsync(10_01);
        var blocked = (await customer.PostAsync("/api/account/deletion", Asked("email"))).Expect(HttpStatusCode.Conflict);
        blocked.Code.Should().Be("customer.deletion-blocked");
        blocked.Raw.Should().Contain("wallet-not-empty");
        var order = (await customer.PlaceAsync(("books-900", 1))).Id("orderId");
        (await customer.PayAsync(order, wallet: 10_01)).Expect(HttpStatusCode.OK);
        (await customer.PostAsync("/api/account/deletion", Asked("email"))).Expect(HttpStatusCode.Conflict).Raw.Should().Contain("open-orders");
        await host.DeliverAsync(order);

        (await customer.PostAsync("/api/account/deletion", new { channel = "email" })).Expect(HttpStatusCode.UnprocessableEntity);
        (await customer.PostAsync("/api/account/deletion", Asked("email"))).Expect(HttpStatusCode.Accepted);
        var letters = await customer.UntilAsync($"/dev/messages?to={customer.Email}", m => m.Body.AsArray().Any(l => l!["code"] is not null));
        var code = (string)letters.Body.AsArray().Select(l => l!["code"]).First(c => c is not null)!;
        (await customer.PostAsync("/api/account/deletion/confirmation", new { code = Steps.Wrong(code) })).Expect(HttpStatusCode.UnprocessableEntity);
        (await customer.PostAsync("/api/account/deletion/confirmation", new { code })).Expect(HttpStatusCode.Accepted);

        (await customer.GetAsync("/api/account")).Expect(HttpStatusCode.Unauthorized);
        var auditor = host.Staff("auditor");
        var history = await auditor.UntilAsync($"/api/audit/streams/customer/{customer.CustomerId}/events", a => a.Raw.Contains("ErasureCompleted"));
        history.Raw.Should().NotContain(customer.Phone).And.NotContain(customer.Email);
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S95_S96_S97_D7_all_that_is_in_the_way_is_named_at_once_in_one_answer()
    {
        var customer = await host.ProtectedCustomerAsync(500_00);
        (await customer.ApplyForCardAsync()).Expect(HttpStatusCode.Created);
        await DeliveredAsync(customer, new { instalments = 3 });
        var (returned, line) = await DeliveredAsync(customer, new { wallet = 10_01 });
        await customer.AnnounceAsync(returned, line, 1);
        await customer.PlaceAsync(("books-900", 1));
        (await customer.AskForPayoutAsync(100_00)).Expect(HttpStatusCode.Accepted);
        (await customer.PostAsync("/api/wallet/top-ups", new { amount = 1_00, cardToken = "tok_3ds" })).Expect(HttpStatusCode.Accepted);

        var refused = (await customer.PostAsync("/api/account/deletion", Asked("phone"))).Expect(HttpStatusCode.Conflict);

        refused.Code.Should().Be("customer.deletion-blocked");
        refused.Body["blockers"]!.AsArray().Select(b => (string)b!).Should().Equal(
            "open-orders", "open-returns", "bonus-card", "instalments", "wallet-not-empty", "holds", "withdrawal", "top-ups");
    }

    private async Task<(Guid Order, Guid Line)> DeliveredAsync(Api customer, object payment)
    {
        var order = await customer.PlaceAsync(("books-900", 1));
        var id = order.Id("orderId");
        (await customer.PostAsync($"/api/orders/{id}/payment", payment)).Expect(HttpStatusCode.OK);
        await host.DeliverAsync(id);
        return (id, order.Line("books-900"));
    }

    private static object Asked(string channel) => new { reason = "privacy", comment = "Ухожу", channel };
}
