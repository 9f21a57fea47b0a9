using System.Net;
using FluentAssertions;
using Xunit;

namespace Marketplace.Host.Tests.Auth.External;

[Collection(AuthTests.Name)]
public class ApplePlatformTests(AuthHost host)
{
    private const string Iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";
    private const string Mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15";
    private const string Android = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36";
    private const string Windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";
    private const string Linux = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0";

    [Theory]
    [InlineData("ios", null, true)]
    [InlineData("macos", null, true)]
    [InlineData("iOS", null, true)]
    [InlineData("MacOS", Windows, true)]
    [InlineData("android", null, false)]
    [InlineData("web", null, false)]
    [InlineData("windows", Mac, false)]
    [InlineData("", Android, false)]
    [InlineData(null, Android, false)]
    [InlineData(null, Windows, false)]
    [InlineData(null, Linux, false)]
    [InlineData(null, Iphone, true)]
    [InlineData(null, Mac, true)]
    [InlineData(null, "curl/8.5.0", true)]
    [InlineData(null, "ShopApp/3 (Windows of opportunity)", true)]
    [InlineData(null, "Mozilla/5.0", true)]
    [InlineData(null, "Mozilla/5.0 )Windows(", true)]
    [InlineData(null, null, true)]
    public async Task S27_apple_id_is_for_ios_and_macos(string? platform, string? userAgent, bool allowed)
    {
        using var browser = new Browser(host);
        var answer = await browser.GetAsync($"/api/auth/external/apple?{(platform is null ? "" : $"platform={platform}")}", userAgent: userAgent);

        if (allowed) answer.StatusCode.Should().Be(HttpStatusCode.Found);
        else await answer.ShouldRefuseAsync(HttpStatusCode.Forbidden, "auth.platform-not-supported");
    }

    [Fact]
    public async Task S28_sber_id_is_for_every_platform()
    {
        using var browser = new Browser(host);
        (await browser.GetAsync("/api/auth/external/sber?platform=android", userAgent: Android)).StatusCode.Should().Be(HttpStatusCode.Found);
    }
}
