using System.Net;
using FluentAssertions;
using Marketplace.Application;
using Marketplace.Application.Customers.External;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;
using Xunit;
using static Marketplace.Host.Tests.Auth.AuthClient;
using static Marketplace.Host.Tests.Auth.External.ExternalClient;

namespace Marketplace.Host.Tests.Auth.External;

[Collection(AuthTests.Name)]
public class ExternalLinkTests(AuthHost host)
{
    [Fact]
    public async Task S27_the_first_use_is_linked_from_a_session_of_a_customer_with_a_verified_phone()
    {
        var customer = await host.SignInAsync(NewPhone());
        var answer = await host.GoAsync("apple", NewPerson(), customer.Token);
        answer.StatusCode.Should().Be(HttpStatusCode.Created);
        var link = await answer.JsonAsync();
        (link.GetProperty("provider").GetString(), link.GetProperty("isNew").GetBoolean()).Should().Be(("apple", true));

        var linked = (await EventsAsync(customer.CustomerId)).OfType<ExternalIdentityLinked>().Should().ContainSingle().Subject;
        (linked.IdentityId, linked.Provider, linked.LinkedAt).Should().Be((link.GetProperty("identityId").GetGuid(), ExternalProvider.Apple, host.Now));
        (linked.Subject.Subject, linked.Subject.IsErased).Should().Be((customer.CustomerId, false));
        await using var session = host.Store.QuerySession();
        (await session.LoadAsync<Customer>(customer.CustomerId))!.Phone.Value.Should().NotBeNull();
    }

    [Fact]
    public async Task S27_linking_again_changes_nothing()
    {
        var person = NewPerson();
        var customer = await host.LinkedAsync("apple", person);
        var before = await EventsAsync(customer.CustomerId);

        var answer = await host.GoAsync("apple", person, customer.Token);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await answer.JsonAsync()).GetProperty("isNew").GetBoolean().Should().BeFalse();
        (await EventsAsync(customer.CustomerId)).Should().HaveCount(before.Count);
    }

    [Fact]
    public async Task S27_S28_the_identity_of_another_customer_is_taken()
    {
        var person = NewPerson();
        var owner = await host.LinkedAsync("sber", person);
        var other = await host.SignInAsync(NewPhone());

        await (await host.GoAsync("sber", person, other.Token)).ShouldRefuseAsync(HttpStatusCode.Conflict, "auth.external-taken");
        (await (await host.GoAsync("sber", person)).SessionAsync()).CustomerId.Should().Be(owner.CustomerId);
    }

    [Fact]
    public async Task Linking_begins_and_ends_with_a_live_session()
    {
        using var browser = new Browser(host);
        await (await browser.GetAsync("/api/auth/external/sber", token: "mkt_nothing")).ShouldRefuseAsync(HttpStatusCode.Unauthorized, "auth.sign-in-required");
        var (customer, person) = (await host.SignInAsync(NewPhone()), NewPerson());
        var back = await browser.ArriveAsync("sber", person, customer.Token);
        await host.SendAsync(HttpMethod.Delete, "/api/auth/sessions/current", customer.Token);

        await (await browser.GetAsync(back)).ShouldRefuseAsync(HttpStatusCode.Unauthorized, "auth.sign-in-required");
        await (await host.GoAsync("sber", person)).ShouldRefuseAsync(HttpStatusCode.Conflict, "auth.external-not-linked");
    }

    [Fact]
    public async Task Whose_account_it_is_stays_out_of_every_address()
    {
        var customer = await host.SignInAsync(NewPhone());
        using var browser = new Browser(host);
        var (out_, back) = (await browser.LeaveAsync("sber", customer.Token), await browser.ArriveAsync("sber", NewPerson(), customer.Token));

        (out_ + back).Should().NotContainAny($"{customer.CustomerId:D}", $"{customer.CustomerId:N}", customer.Token, $"{customer.SessionId:D}");
    }

    [Fact]
    public async Task S27_of_two_customers_who_link_one_identity_at_once_one_gets_it()
    {
        for (var round = 0; round < 5; round++)
        {
            var customers = new List<OpenedSession>();
            for (var i = 0; i < 6; i++) customers.Add(await host.SignInAsync(NewPhone()));
            var identity = new VerifiedIdentity(ExternalProvider.Sber, "https://sber.example", new Secret(NewPerson()));

            var outcomes = await Task.WhenAll(customers.Select(c => Task.Run(() => LinkAsync(c, identity))));
            outcomes.Count(o => o == "linked").Should().Be(1);
            outcomes.Where(o => o != "linked").Should().OnlyContain(o => o == "auth.external-taken");
            var events = await Task.WhenAll(customers.Select(c => EventsAsync(c.CustomerId)));
            events.Sum(e => e.OfType<ExternalIdentityLinked>().Count()).Should().Be(1);
        }
    }

    private async Task<string> LinkAsync(OpenedSession customer, VerifiedIdentity identity)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var bus = scope.ServiceProvider.GetRequiredService<IMessageBus>();
        try
        {
            return (await bus.InvokeAsync<IdentityLinked>(new LinkExternalIdentity(customer.CustomerId, customer.SessionId, identity))).IsNew ? "linked" : "again";
        }
        catch (RefusedException refused)
        {
            return refused.Rejection.Code;
        }
    }

    private async Task<IReadOnlyList<object>> EventsAsync(Guid customerId)
    {
        await using var session = host.Store.QuerySession();
        return [.. (await session.Events.FetchStreamAsync(customerId)).Select(e => e.Data)];
    }
}
