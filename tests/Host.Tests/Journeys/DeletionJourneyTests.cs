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

    private static object Asked(string channel) => new { reason = "privacy", comment = "Ухожу", channel };
}
