using System.Net;
using FluentAssertions;
using Marketplace.Domain.Customers;
using Marten;
using Xunit;
using static Marketplace.Host.Tests.Auth.External.ExternalClient;

namespace Marketplace.Host.Tests.Auth.External;

[Collection(AuthTests.Name)]
public class ExternalSignInTests(AuthHost host)
{
    [Theory]
    [InlineData("apple", "apple-id")]
    [InlineData("sber", "sber-id")]
    public async Task S27_S28_D19_an_identity_that_was_linked_once_signs_in_to_the_same_account(string provider, string method)
    {
        var person = NewPerson();
        var customer = await host.LinkedAsync(provider, person);

        host.Clock.Advance(TimeSpan.FromSeconds(1));
        var opened = await (await host.GoAsync(provider, person)).SessionAsync();
        (opened.CustomerId, opened.IsNew).Should().Be((customer.CustomerId, false));
        (await host.SessionsAsync(opened.Token)).Select(s => s.Method).Should().Equal(method, "phone-code");
    }

    [Theory]
    [InlineData("apple")]
    [InlineData("sber")]
    public async Task S27_S28_an_identity_that_nobody_linked_opens_nothing_and_registers_nobody(string provider)
    {
        await using var session = host.Store.QuerySession();
        var (accounts, person) = (await session.Query<Customer>().CountAsync(), NewPerson());

        await (await host.GoAsync(provider, person)).ShouldRefuseAsync(HttpStatusCode.Conflict, "auth.external-not-linked");
        (await session.Query<Customer>().CountAsync()).Should().Be(accounts);
    }

    /// <summary>The simulated token carries a verified e-mail and a phone; this customer has that very phone.</summary>
    [Fact]
    public async Task S27_no_account_is_found_by_the_phone_or_e_mail_in_a_token()
    {
        await host.SignInAsync("+79161234567");

        await (await host.GoAsync("apple", NewPerson())).ShouldRefuseAsync(HttpStatusCode.Conflict, "auth.external-not-linked");
    }

    [Fact]
    public async Task S27_the_same_name_at_another_provider_is_somebody_else()
    {
        var person = NewPerson();
        await host.LinkedAsync("apple", person);

        await (await host.GoAsync("sber", person)).ShouldRefuseAsync(HttpStatusCode.Conflict, "auth.external-not-linked");
    }

    [Fact]
    public async Task S28_the_person_is_asked_at_the_provider_and_only_a_code_for_a_token_comes_back()
    {
        using var browser = new Browser(host);
        var door = await browser.LeaveAsync("sber");
        new Uri(door).AbsolutePath.Should().Be("/simulators/identity/sber/authorize");
        (await (await browser.GetAsync(door)).Content.ReadAsStringAsync()).Should().Contain("Who are you at sber?");

        var back = await browser.ArriveAsync("sber", NewPerson());
        Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(back).Query).Keys.Should().BeEquivalentTo("code", "state", "iss");
    }

    [Fact]
    public async Task S28_the_provider_is_asked_for_nothing_but_who_it_is_with_state_nonce_and_pkce()
    {
        using var browser = new Browser(host);
        var (one, other) = (await browser.LeaveAsync("sber"), await browser.LeaveAsync("sber"));

        (Browser.Parameter(one, "scope"), Browser.Parameter(one, "response_type"), Browser.Parameter(one, "code_challenge_method"))
            .Should().Be(("openid", "code", "S256"));
        foreach (var secret in new[] { "state", "nonce", "code_challenge" })
        {
            Browser.Parameter(one, secret).Length.Should().BeGreaterThanOrEqualTo(43, "256 bits are at least so long");
            Browser.Parameter(one, secret).Should().NotBe(Browser.Parameter(other, secret));
        }
    }

    [Fact]
    public async Task S28_a_person_who_says_no_at_the_provider_is_not_signed_in()
    {
        await (await host.GoAsync("sber", "denied")).ShouldRefuseAsync(HttpStatusCode.Unauthorized, "auth.external-refused");
    }

    [Fact]
    public async Task A_page_that_cannot_follow_redirects_is_told_the_address()
    {
        var person = NewPerson();
        var customer = await host.LinkedAsync("sber", person);
        using var browser = new Browser(host);
        var answer = await browser.GetAsync($"/api/auth/external/sber?redirect=false&login_hint={person}");
        answer.StatusCode.Should().Be(HttpStatusCode.OK);

        var back = await browser.GetAsync((await answer.JsonAsync()).GetProperty("location").GetString()!);
        (await (await browser.GetAsync(back.Headers.Location!.OriginalString)).SessionAsync()).CustomerId.Should().Be(customer.CustomerId);
    }

    [Fact]
    public async Task S27_newer_terms_are_accepted_with_the_start()
    {
        var person = NewPerson();
        await host.LinkedAsync("apple", person);
        var later = await AuthHost.BesideAsync(host, [.. host.SameProvider("Apple"), ("Terms:Version", "2")]);
        try
        {
            var problem = await (await later.GoAsync("apple", person)).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "auth.terms-not-accepted");
            problem.GetProperty("termsVersion").GetString().Should().Be("2");
            using var browser = new Browser(later);
            await (await browser.GetAsync("/api/auth/external/apple?acceptedTerms=1")).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "auth.terms-not-accepted");
            var opened = await (await later.GoAsync("apple", person, query: "acceptedTerms=2")).SessionAsync();
            await using var session = host.Store.QuerySession();
            (await session.LoadAsync<Customer>(opened.CustomerId))!.TermsVersion.Should().Be("2");
            await (await later.GoAsync("apple", person)).SessionAsync();
        }
        finally
        {
            await later.DisposeAsync();
        }
    }
}
