using System.Net;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Xunit;
using static Marketplace.Host.Tests.Auth.External.ExternalClient;

namespace Marketplace.Host.Tests.Auth.External;

[Collection(AuthTests.Name)]
public class ExternalConfigurationTests(AuthHost host)
{
    private const string Public = "https://apple.example";

    [Fact]
    public async Task S27_S28_outside_Development_a_provider_without_settings_is_not_offered()
    {
        await using var production = new Stopping(await AuthHost.BesideAsync(host, "Production", null));
        foreach (var path in new[] { "apple", "sber", "apple/callback", "sber/callback?state=x" })
        {
            await (await production.Host.Http.GetAsync($"/api/auth/external/{path}")).ShouldRefuseAsync(HttpStatusCode.NotFound, "auth.provider-unavailable");
        }

        (await production.Host.Http.GetAsync("/simulators/identity/apple/keys")).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("google")]
    [InlineData("Apple")]
    [InlineData("0")]
    public async Task A_provider_that_there_is_not_is_not_offered(string provider)
    {
        await (await host.Http.GetAsync($"/api/auth/external/{provider}")).ShouldRefuseAsync(HttpStatusCode.NotFound, "auth.provider-unavailable");
        await (await host.Http.GetAsync($"/api/auth/external/{provider}/callback")).ShouldRefuseAsync(HttpStatusCode.NotFound, "auth.provider-unavailable");
    }

    [Theory]
    [InlineData("http://apple.example", "shop", "s3cr3t", "RS256", "Authority")]
    [InlineData(null, "shop", "s3cr3t", "RS256", "Authority")]
    [InlineData("/relative", "shop", "s3cr3t", "RS256", "Authority")]
    [InlineData("https://apple.example", null, "s3cr3t", "RS256", "ClientId")]
    [InlineData("https://apple.example", "shop", null, "RS256", "ClientSecret")]
    [InlineData("https://apple.example", "shop", "s3cr3t", "HS256", "Algorithms")]
    [InlineData("https://apple.example", "shop", "s3cr3t", "none", "Algorithms")]
    public async Task Outside_Development_the_host_starts_only_with_settings_that_can_be_believed(
        string? authority, string? client, string? secret, string algorithm, string named)
    {
        var start = () => AuthHost.BesideAsync(host, "Production", null, Settings(authority, client, secret, algorithm));
        (await start.Should().ThrowAsync<OptionsValidationException>()).Which.Message.Should().Contain($"External:Apple:{named}").And.NotContain("s3cr3t");
    }

    [Fact]
    public async Task Outside_Development_the_cookie_is_secure_and_belongs_to_this_host_alone()
    {
        await using var provider = new Stopping(await AuthHost.BesideAsync(host, ("PublicUrl", Public)));
        var authority = $"{Public}/simulators/identity/apple";
        await using var production = new Stopping(await AuthHost.BesideAsync(
            host, "Production", services => Reach(services, provider.Host), Settings(authority, "marketplace-development", "any", "ES256")));
        using var browser = new Browser(production.Host);

        var answer = await browser.GetAsync("/api/auth/external/apple?login_hint=somebody");
        answer.StatusCode.Should().Be(HttpStatusCode.Found);
        var cookie = SetCookieHeaderValue.ParseList([.. answer.Headers.GetValues("Set-Cookie")]).Should().ContainSingle().Subject;
        (cookie.Name.Value, cookie.Secure, cookie.HttpOnly, cookie.SameSite, cookie.Path.Value, cookie.Domain.HasValue, cookie.MaxAge)
            .Should().Be(("__Host-external-apple", true, true, SameSiteMode.Lax, "/", false, TimeSpan.FromMinutes(10)));
        answer.Headers.Location!.OriginalString.Should().StartWith(authority).And.NotContain("login_hint");
    }

    [Fact]
    public async Task A_provider_that_is_away_or_another_issuer_is_silent_and_not_believed()
    {
        var own = host.Http.BaseAddress!.ToString();
        foreach (var authority in new[] { "http://127.0.0.1:1", own, $"{own}simulators/identity/apple" })
        {
            await using var second = new Stopping(await AuthHost.BesideAsync(
                host, [.. Settings(authority, "marketplace-development", "any", "ES256"), ("External:Apple:Issuer", "https://appleid.apple.com")]));
            var answer = await second.Host.Http.GetAsync("/api/auth/external/apple");
            await answer.ShouldRefuseAsync(HttpStatusCode.ServiceUnavailable, "auth.provider-silent");
            answer.Headers.RetryAfter.Should().NotBeNull();
        }
    }

    [Fact]
    public async Task A_provider_that_stops_answering_is_known_by_what_it_said()
    {
        var provider = await AuthHost.BesideAsync(host);
        var authority = new Uri(provider.Http.BaseAddress!, "simulators/identity/apple").ToString();
        await using var second = new Stopping(await AuthHost.BesideAsync(host, Settings(authority, "marketplace-development", "any", "ES256")));
        using var browser = new Browser(second.Host);
        await browser.LeaveAsync("apple");
        var back = await browser.ArriveAsync("apple", NewPerson());
        await provider.DisposeAsync();

        await (await browser.GetAsync(new Uri(second.Host.Http.BaseAddress!, new Uri(back).PathAndQuery).ToString()))
            .ShouldRefuseAsync(HttpStatusCode.ServiceUnavailable, "auth.provider-silent");
        host.Clock.Advance(TimeSpan.FromHours(13));
        (await browser.LeaveAsync("apple")).Should().StartWith(authority);
    }

    [Fact]
    public async Task S28_a_signature_by_an_algorithm_that_is_not_listed_is_refused()
    {
        var person = NewPerson();
        await host.LinkedAsync("sber", person);
        await using var second = new Stopping(await AuthHost.BesideAsync(host, host.SameProvider("Sber", "RS256")));

        await (await second.Host.GoAsync("sber", person)).ShouldRefuseAsync(HttpStatusCode.Unauthorized, "auth.external-token-invalid");
    }

    private static (string, string)[] Settings(string? authority, string? client, string? secret, string algorithm) =>
    [
        .. new[] { ("Authority", authority), ("ClientId", client), ("ClientSecret", secret), ("Algorithms:0", algorithm) }
            .Where(s => s.Item2 is not null).Select(s => ($"External:Apple:{s.Item1}", s.Item2!)),
    ];

    /// <summary>The provider's public name leads to the host that plays it.</summary>
    private static void Reach(IServiceCollection services, AuthHost provider) =>
        services.AddHttpClient("ExternalApple").ConfigurePrimaryHttpMessageHandler(() => new ToHost(provider.Http.BaseAddress!));

    private sealed class ToHost(Uri host) : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri(host, request.RequestUri!.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed record Stopping(AuthHost Host) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await Host.DisposeAsync();
    }
}
