using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FluentAssertions;
using Marketplace.Host.Tests.Journeys;
using Xunit;

namespace Marketplace.Host.Tests.Audit;

/// <summary>One account event by event over HTTP, held to what the stand-alone auditor replays of the same history.</summary>
[Collection(nameof(HostFixture))]
public sealed class AccountTrailTests(HostFixture fixture)
{
    private readonly RunningHost host = fixture.Host;

    [Fact]
    public async Task U1_U3_an_account_is_replayed_event_by_event_as_the_stand_alone_auditor_does_with_the_state_after_each()
    {
        await host.WarmUpAsync();
        var (customer, auditor) = (await host.ProtectedCustomerAsync(1_000_00), host.Staff("auditor"));
        await host.CustomerAsync(10_00);
        var certificate = (await host.Staff("admin").PostAsync("/api/admin/certificates", new { amount = 100_00, count = 1, expiresAt = DateTimeOffset.UtcNow.AddDays(9) })).Expect(HttpStatusCode.Created);
        var order = await customer.PlaceAsync(("books-901", 1));
        (await customer.PayAsync(order.Id("orderId"), wallet: order.Number("total"))).Expect(HttpStatusCode.OK);
        (await customer.PostAsync("/api/wallet/certificates", new { code = (string)certificate.Body["codes"]![0]! })).Status.Should().BeOneOf(HttpStatusCode.Created, HttpStatusCode.OK);
        (await customer.PostAsync("/api/support-questions", new { topic = "delivery", text = "Где заказ?" })).Expect(HttpStatusCode.Created);

        var steps = (await auditor.GetAsync($"/api/audit/accounts/{customer.CustomerId}/events?states=true")).Expect(HttpStatusCode.OK);

        var items = steps.Body["items"]!.AsArray();
        items.Select(s => s!["eventId"]!.ToString()).Should().Equal(Replayed(customer.CustomerId));
        items.Select(s => (string)s!["aggregate"]!).Distinct().Should().Contain(["customer", "wallet", "order", "certificate", "support-question"]);
        items.Select(s => (string)s!["type"]!).Should().ContainInOrder("CertificateIssued", "CertificateActivated");
        steps.Raw.Should().NotContain(customer.Phone[1..]).And.Contain("[pii]");
        foreach (var step in items)
        {
            var state = (await auditor.GetAsync($"/api/audit/streams/{step!["aggregate"]}/{step["streamId"]}/state?version={step["version"]}")).Expect(HttpStatusCode.OK).Body["state"];
            JsonNode.DeepEquals(step["state"], state).Should().BeTrue($"after {step["type"]}: {step["state"]} is not {state}");
        }

        var bare = (await auditor.GetAsync($"/api/audit/accounts/{customer.CustomerId}/events")).Expect(HttpStatusCode.OK).Body["items"]!.AsArray();
        bare.Should().HaveCount(items.Count).And.OnlyContain(s => s!.AsObject().ContainsKey("state") == false);
    }

    [Fact]
    public async Task U1_an_unknown_account_is_told_and_only_auditors_may_ask()
    {
        (await host.Staff("auditor").GetAsync($"/api/audit/accounts/{Guid.NewGuid()}/events")).Expect(HttpStatusCode.NotFound).Code.Should().Be("audit.account-unknown");
        (await host.Anonymous().GetAsync($"/api/audit/accounts/{Guid.NewGuid()}/events")).Expect(HttpStatusCode.Unauthorized);
        (await host.Staff("support").GetAsync($"/api/audit/accounts/{Guid.NewGuid()}/events?states=true")).Expect(HttpStatusCode.Forbidden);
    }

    private IEnumerable<string> Replayed(Guid customer)
    {
        using var output = new StringWriter();
        Auditor.Commands.Run(["replay", "--connection", host.Settings["ConnectionStrings:Marketplace"]!, "--account", $"{customer}"], output, TextWriter.Null).Should().Be(0);
        return Regex.Matches(output.ToString(), @"sequence [0-9]+, id ([0-9a-f-]{36})\)").Select(m => m.Groups[1].Value);
    }
}
