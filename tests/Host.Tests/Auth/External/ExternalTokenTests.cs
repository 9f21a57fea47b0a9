using System.Net;
using FluentAssertions;
using Marketplace.Application.Customers.External;
using Marketplace.Host.Development.Simulators.Identity;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Marketplace.Host.Tests.Auth.AuthClient;
using static Marketplace.Host.Tests.Auth.External.ExternalClient;

namespace Marketplace.Host.Tests.Auth.External;

/// <summary>Only a token that this provider made for this shop and this attempt is believed (S28).</summary>
[Collection(AuthTests.Name)]
public class ExternalTokenTests(AuthHost host)
{
    public static TheoryData<string> Crooked => [.. TestPeople.Special.Except(["denied", "repeated-token"])];

    /// <summary>It would link if it were believed, so nothing but the token can be the reason.</summary>
    [Theory]
    [MemberData(nameof(Crooked))]
    public async Task S28_a_crooked_token_is_refused(string person)
    {
        var customer = await host.SignInAsync(NewPhone());

        await (await host.GoAsync("sber", person, customer.Token)).ShouldRefuseAsync(HttpStatusCode.Unauthorized, "auth.external-token-invalid");
        await using var session = host.Store.QuerySession();
        (await session.Query<LinkedIdentity>().CountAsync(i => i.CustomerId == customer.CustomerId)).Should().Be(0);
    }

    [Fact]
    public async Task S28_a_token_of_an_earlier_attempt_is_refused_by_its_nonce()
    {
        var person = NewPerson();
        await host.LinkedAsync("sber", person);
        await (await host.GoAsync("sber", person)).SessionAsync();

        await (await host.GoAsync("sber", "repeated-token")).ShouldRefuseAsync(HttpStatusCode.Unauthorized, "auth.external-token-invalid");
    }

    [Fact]
    public async Task S28_a_code_that_was_stolen_from_another_browser_is_refused_by_its_verifier()
    {
        var person = NewPerson();
        await host.LinkedAsync("sber", person);
        using var victim = new Browser(host);
        using var thief = new Browser(host);
        var stolen = Browser.Parameter(await victim.ArriveAsync("sber", person), "code");
        var own = await thief.ArriveAsync("sber", NewPerson());

        var injected = own.Replace(Browser.Parameter(own, "code"), stolen, StringComparison.Ordinal);
        await (await thief.GetAsync(injected)).ShouldRefuseAsync(HttpStatusCode.Unauthorized, "auth.external-refused");
    }

    [Fact]
    public async Task S28_a_code_is_good_for_a_minute_at_the_provider()
    {
        using var browser = new Browser(host);
        var back = await browser.ArriveAsync("sber", NewPerson());
        host.Clock.Advance(TimeSpan.FromMinutes(1));

        await (await browser.GetAsync(back)).ShouldRefuseAsync(HttpStatusCode.Unauthorized, "auth.external-refused");
    }

    [Fact]
    public async Task An_answer_in_the_name_of_another_issuer_is_not_followed()
    {
        using var browser = new Browser(host);
        var back = await browser.ArriveAsync("sber", NewPerson());
        var mixed = back.Replace(Uri.EscapeDataString("identity/sber"), Uri.EscapeDataString("identity/evil"), StringComparison.Ordinal);
        mixed.Should().NotBe(back);

        await (await browser.GetAsync(mixed)).ShouldRefuseAsync(HttpStatusCode.Unauthorized, "auth.external-token-invalid");
    }

    [Fact]
    public async Task A_provider_that_changes_its_key_is_believed_at_once()
    {
        var person = NewPerson();
        await host.LinkedAsync("sber", person);
        host.Clock.Advance(TimeSpan.FromSeconds(10));
        host.Services.GetRequiredService<SimulatedProviders>().Find("sber")!.Mint.ChangeKey();

        await (await host.GoAsync("sber", person)).SessionAsync();
    }
}
