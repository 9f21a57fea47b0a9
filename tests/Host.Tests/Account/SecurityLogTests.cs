using System.Net;
using FluentAssertions;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Xunit;

namespace Marketplace.Host.Tests.Account;

[Collection(nameof(HostFixture))]
public sealed class SecurityLogTests(HostFixture fixture)
{
    private readonly RunningHost host = fixture.Host;

    [Fact]
    public async Task S33_S103_the_owner_reads_what_concerned_the_account_page_by_page()
    {
        var customer = await host.CustomerAsync();
        var (id, at) = (customer.CustomerId, DateTimeOffset.UtcNow);
        await host.HappenedAsync(
            id,
            new EmailAdded(id, id, new Pii<string>(id, "email", "maria@example.com"), at),
            new SupportViewed(id, Guid.NewGuid(), SupportTopic.Delivery, null, "agent-7", new Pii<string>(id, "support-reason", "звонок"), at));

        var first = (await customer.GetAsync("/api/account/security-log?limit=2")).Expect(HttpStatusCode.OK);
        (await customer.PutAsync("/api/account/newsletter")).Expect(HttpStatusCode.NoContent);
        var second = (await customer.GetAsync($"/api/account/security-log?limit=10&cursor={first.Text("nextCursor")}")).Expect(HttpStatusCode.OK);

        first.Kinds().Should().Equal("support-viewed", "email-added");
        second.Kinds().Should().Equal("session-opened", "terms-accepted", "registered");
        second.Body["nextCursor"].Should().BeNull();
        ((string)second.Body["items"]![0]!["details"]!["method"]!).Should().Be("phone-code");
        (first.Raw + second.Raw).Should().NotContainAny("agent-7", "звонок", "maria@example.com", customer.Phone).And.Contain("+7•••••••");
    }

    [Fact]
    public async Task S103_the_log_of_another_is_never_shown()
    {
        var (one, other) = (await host.CustomerAsync(), await host.CustomerAsync());
        (await one.PutAsync("/api/account/newsletter")).Expect(HttpStatusCode.NoContent);

        (await other.GetAsync("/api/account/security-log")).Kinds().Should().Equal("session-opened", "terms-accepted", "registered");
        (await host.Anonymous().GetAsync("/api/account/security-log")).Expect(HttpStatusCode.Unauthorized);
        (await other.GetAsync("/api/account/security-log?cursor=x")).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("request.cursor-invalid");
    }
}
