using System.Net;
using System.Net.Sockets;
using System.Text;
using FluentAssertions;
using Marketplace.Host.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Marketplace.Host.Tests.Http;

[Collection(HttpTests.Name)]
public sealed class ServerTests(HttpFixture fixture)
{
    [Fact]
    public async Task Answers_say_nothing_of_the_server_and_are_not_stored_unless_they_have_a_version()
    {
        var plain = await fixture.Host.GetAsync("/api/trial/client");
        plain.Header("Server").Should().BeNull();
        plain.Header("X-Content-Type-Options").Should().Be("nosniff");
        plain.Header("Cache-Control").Should().Be("no-store");
        plain.Header("Content-Security-Policy").Should().StartWith("default-src 'none'");
        (await fixture.Host.GetAsync("/api/trial/tagged")).Header("Cache-Control").Should().Contain("private").And.Contain("no-cache").And.NotContain("no-store");
        (await fixture.Host.GetAsync("/api/trial/failures/other")).Header("Cache-Control").Should().Contain("no-store");
        (await fixture.Host.GetAsync("/api/nowhere")).Header("X-Content-Type-Options").Should().Be("nosniff");
    }

    [Fact]
    public async Task In_development_loopback_is_believed_as_a_proxy() =>
        (await fixture.Host.GetAsync("/api/trial/client", ("X-Forwarded-For", "203.0.113.7"), ("X-Forwarded-Proto", "https"))).Body.Should().Be("203.0.113.7 https");

    [Theory]
    [InlineData(null, "127.0.0.1 http")]
    [InlineData("10.0.0.1", "127.0.0.1 http")]
    [InlineData("127.0.0.1", "203.0.113.7 http")]
    [InlineData("127.0.0.0/8", "203.0.113.7 http")]
    public async Task Elsewhere_only_configured_proxies_are_believed(string? proxy, string expected)
    {
        var settings = proxy is null ? null : new Dictionary<string, string?> { ["Proxies:0"] = proxy };
        await using var host = await HttpHost.StartAsync(fixture.Database, fixture.Vault, "Production", settings);
        (await host.GetAsync("/api/trial/client", ("X-Forwarded-For", "203.0.113.7"))).Body.Should().Be(expected);
    }

    [Fact]
    public async Task A_proxy_that_is_no_address_stops_the_host()
    {
        var start = () => HttpHost.StartAsync(fixture.Database, fixture.Vault, "Production", new Dictionary<string, string?> { ["Proxies:0"] = "proxy.local" });
        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage("*proxy.local*");
    }

    [Fact]
    public async Task A_body_that_drips_is_given_up()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, fixture.Host.Address.Port);
        await using var stream = client.GetStream();
        var head = "POST /api/trial/everything HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));

        using var reader = new StreamReader(stream);
        var started = DateTime.UtcNow;
        (await reader.ReadLineAsync()).Should().StartWith("HTTP/1.1 408");
        (await reader.ReadToEndAsync()).Should().Contain("request.too-slow");
        (DateTime.UtcNow - started).Should().BeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Limits_are_set_on_the_server_itself()
    {
        var kestrel = fixture.Host.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value;
        kestrel.AddServerHeader.Should().BeFalse();
        kestrel.Limits.MaxRequestBodySize.Should().Be(RequestLimits.MaxBody);
        kestrel.Limits.MinRequestBodyDataRate!.BytesPerSecond.Should().BePositive();
        kestrel.Limits.RequestHeadersTimeout.Should().Be(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Health_tells_life_and_readiness()
    {
        (await fixture.Host.GetAsync("/health/live")).Body.Should().Be("""{"status":"live"}""");
        (await fixture.Host.GetAsync("/health/ready")).Body.Should().Be("""{"status":"ready"}""");
    }
}
