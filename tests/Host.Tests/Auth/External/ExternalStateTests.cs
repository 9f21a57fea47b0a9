using System.Net;
using System.Text.Json;
using FluentAssertions;
using Marketplace.Application.Customers.External;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;
using Xunit;
using static Marketplace.Host.Tests.Auth.External.ExternalClient;

namespace Marketplace.Host.Tests.Auth.External;

/// <summary>The way out and the way back belong together.</summary>
[Collection(AuthTests.Name)]
public class ExternalStateTests(AuthHost host)
{
    [Fact]
    public async Task S28_a_state_is_good_once()
    {
        var person = NewPerson();
        await host.LinkedAsync("sber", person);
        using var browser = new Browser(host);
        var door = await browser.LeaveAsync("sber", query: $"login_hint={person}");
        var (first, second) = ((await browser.GetAsync(door)).Headers.Location!, (await browser.GetAsync(door)).Headers.Location!);

        await (await browser.GetAsync(first.OriginalString)).SessionAsync();
        await ShouldBeInvalidAsync(await browser.GetAsync(first.OriginalString));
        await ShouldBeInvalidAsync(await browser.GetAsync(second.OriginalString));
    }

    [Fact]
    public async Task A_state_is_used_up_by_a_refusal_too()
    {
        using var browser = new Browser(host);
        var back = await browser.ArriveAsync("sber", "denied");

        await (await browser.GetAsync(back)).ShouldRefuseAsync(HttpStatusCode.Unauthorized, "auth.external-refused");
        await ShouldBeInvalidAsync(await browser.GetAsync(back));
    }

    [Fact]
    public async Task Of_many_who_come_back_with_one_state_at_once_one_gets_in()
    {
        var person = NewPerson();
        await host.LinkedAsync("sber", person);
        using var browser = new Browser(host);
        var back = await browser.ArriveAsync("sber", person);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => browser.GetAsync(back)));
        answers.Count(a => a.StatusCode == HttpStatusCode.Created).Should().Be(1);
        answers.Count(a => a.StatusCode == HttpStatusCode.BadRequest).Should().Be(19);
    }

    [Fact]
    public async Task Another_browser_cannot_finish_and_does_not_spoil_it_for_the_right_one()
    {
        var person = NewPerson();
        await host.LinkedAsync("sber", person);
        using var own = new Browser(host);
        using var other = new Browser(host);
        await other.LeaveAsync("sber");
        var back = await own.ArriveAsync("sber", person);

        await ShouldBeInvalidAsync(await host.Http.GetAsync(new Uri(back)));
        await ShouldBeInvalidAsync(await other.GetAsync(back));
        await (await own.GetAsync(back)).SessionAsync();
    }

    [Fact]
    public async Task A_state_of_one_provider_is_nothing_at_the_other()
    {
        using var browser = new Browser(host);
        await browser.LeaveAsync("apple");
        var back = await browser.ArriveAsync("sber", NewPerson());

        await ShouldBeInvalidAsync(await browser.GetAsync(back.Replace("/sber/callback", "/apple/callback", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?state=")]
    [InlineData("?code=x")]
    [InlineData("?code=x&state=made-up")]
    [InlineData("?code=x&state=made-up&state=twice")]
    [InlineData("?error=access_denied&state=made-up")]
    public async Task A_state_that_is_none_is_refused(string query) =>
        await ShouldBeInvalidAsync(await host.Http.GetAsync($"/api/auth/external/sber/callback{query}"));

    [Fact]
    public async Task A_state_lives_for_ten_minutes()
    {
        var person = NewPerson();
        await host.LinkedAsync("sber", person);
        using var browser = new Browser(host);
        var door = await browser.LeaveAsync("sber", query: $"login_hint={person}");
        host.Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        await (await browser.GetAsync((await browser.GetAsync(door)).Headers.Location!.OriginalString)).SessionAsync();

        door = await browser.LeaveAsync("sber", query: $"login_hint={person}");
        host.Clock.Advance(TimeSpan.FromMinutes(10));
        await ShouldBeInvalidAsync(await browser.GetAsync((await browser.GetAsync(door)).Headers.Location!.OriginalString));
    }

    [Fact]
    public async Task Attempts_that_are_over_are_forgotten()
    {
        using var browser = new Browser(host);
        await browser.LeaveAsync("sber");
        host.Clock.Advance(TimeSpan.FromMinutes(10));
        await browser.LeaveAsync("sber");
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync(new ForgetExternalAttempts());

        await using var session = host.Store.QuerySession();
        var left = await session.Query<ExternalAttempt>().ToListAsync();
        left.Should().NotBeEmpty().And.OnlyContain(a => a.ExpiresAt > host.Now);
    }

    [Fact]
    public async Task Who_leaves_from_one_host_may_come_back_to_another()
    {
        var person = NewPerson();
        var customer = await host.LinkedAsync("sber", person);
        var second = await AuthHost.BesideAsync(host, host.SameProvider("Sber"));
        try
        {
            using var browser = new Browser(host);
            var back = await browser.ArriveAsync("sber", person);
            var elsewhere = new Uri(second.Http.BaseAddress!, new Uri(back).PathAndQuery).ToString();

            (await (await browser.GetAsync(elsewhere)).SessionAsync()).CustomerId.Should().Be(customer.CustomerId);
            await ShouldBeInvalidAsync(await browser.GetAsync(back));
        }
        finally
        {
            await second.DisposeAsync();
        }
    }

    private static Task<JsonElement> ShouldBeInvalidAsync(HttpResponseMessage answer) => answer.ShouldRefuseAsync(HttpStatusCode.BadRequest, "auth.external-state-invalid");
}
