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
    public async Task U1_U3_an_account_at_any_moment_of_its_life_is_what_the_stand_alone_auditor_replays_until_then()
    {
        await host.WarmUpAsync();
        var (customer, auditor) = (await host.ProtectedCustomerAsync(1_000_00), host.Staff("auditor"));
        var order = await customer.PlaceAsync(("books-901", 1));
        (await customer.PayAsync(order.Id("orderId"), wallet: order.Number("total"))).Expect(HttpStatusCode.OK);
        var path = $"/api/audit/accounts/{customer.CustomerId}/events";
        var steps = (await auditor.GetAsync(path)).Expect(HttpStatusCode.OK).Body["items"]!.AsArray().Select(s => s!).ToList();
        var moments = steps.Select(s => (string)s["recordedAt"]!).Distinct().ToList();
        moments.Should().HaveCountGreaterThan(4);

        foreach (var moment in moments)
        {
            var then = (await auditor.GetAsync($"{path}?until={Uri.EscapeDataString(moment)}")).Expect(HttpStatusCode.OK).Body["items"]!.AsArray();
            then.Select(s => s!["eventId"]!.ToString()).Should().Equal(Replayed(customer.CustomerId, "--until", moment), moment).And.NotBeEmpty();
            then.Should().HaveCount(steps.Count(s => Recorded(s) <= DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture)));
        }

        // What one transaction wrote into a stream came at one moment, whose state is that after the last of it.
        foreach (var last in steps.GroupBy(s => (Stream: (string)s["streamId"]!, At: Recorded(s))).Select(g => g.Last()))
        {
            var state = $"/api/audit/streams/{last["aggregate"]}/{last["streamId"]}/state";
            var (then, numbered) = (await auditor.GetAsync($"{state}?asOf={Uri.EscapeDataString((string)last["recordedAt"]!)}"), await auditor.GetAsync($"{state}?version={last["version"]}"));
            then.Expect(HttpStatusCode.OK).Raw.Should().Be(numbered.Expect(HttpStatusCode.OK).Raw, $"after {last["type"]}");
        }

        (await auditor.GetAsync($"{path}?until={Uri.EscapeDataString(Recorded(steps[0]).AddSeconds(-1).ToString("O"))}")).Expect(HttpStatusCode.NotFound).Code.Should().Be("audit.account-unknown", "it was none by then");
        (await auditor.GetAsync($"{path}?until=yesterday")).Expect(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task U1_an_unknown_account_is_told_and_only_auditors_may_ask()
    {
        (await host.Staff("auditor").GetAsync($"/api/audit/accounts/{Guid.NewGuid()}/events")).Expect(HttpStatusCode.NotFound).Code.Should().Be("audit.account-unknown");
        (await host.Anonymous().GetAsync($"/api/audit/accounts/{Guid.NewGuid()}/events")).Expect(HttpStatusCode.Unauthorized);
        (await host.Staff("support").GetAsync($"/api/audit/accounts/{Guid.NewGuid()}/events?states=true")).Expect(HttpStatusCode.Forbidden);
    }

    private static DateTimeOffset Recorded(JsonNode step) => (DateTimeOffset)step["recordedAt"]!;

    private IEnumerable<string> Replayed(Guid customer, params string[] more)
    {
        using var output = new StringWriter();
        Auditor.Commands.Run(["replay", "--connection", host.Settings["ConnectionStrings:Marketplace"]!, "--account", $"{customer}", .. more], output, TextWriter.Null).Should().Be(0);
        return Regex.Matches(output.ToString(), @"sequence [0-9]+, id ([0-9a-f-]{36})\)").Select(m => m.Groups[1].Value);
    }
}
