using FluentAssertions;
using Marketplace.Host.Auth.Passkeys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit;

namespace Marketplace.Host.Tests.Auth.Passkeys;

public class PasskeySettingsTests
{
    [Fact]
    public void S30_outside_development_a_host_without_a_domain_and_origins_does_not_start()
    {
        Faults("Production", null).Should().Equal(
            "Passkeys:ServerDomain is required outside Development.", "Passkeys:Origins is required outside Development.");
        Faults("Development", null).Should().BeEmpty();
    }

    [Theory]
    [InlineData("marketplace.example", "https://marketplace.example")]
    [InlineData("marketplace.example", "https://app.marketplace.example")]
    [InlineData("marketplace.example", "https://marketplace.example:8443")]
    [InlineData("marketplace.example", "android:apk-key-hash:kq7E0n0JzP6j6r4YHt1w3cQ0m0m5m7B0o1cV9l6r5yM")]
    public void S30_origins_of_the_domain_and_of_the_app_are_taken(string domain, string origin) =>
        Faults("Production", domain, origin).Should().BeEmpty();

    [Theory]
    [InlineData("marketplace.example", "http://marketplace.example")]
    [InlineData("marketplace.example", "https://marketplace.example/")]
    [InlineData("marketplace.example", "https://marketplace.example/app")]
    [InlineData("marketplace.example", "https://Marketplace.example")]
    [InlineData("marketplace.example", "https://marketplace.example:443")]
    [InlineData("marketplace.example", "https://evilmarketplace.example")]
    [InlineData("marketplace.example", "https://example")]
    [InlineData("marketplace.example", "android:apk-key-hash:")]
    [InlineData("marketplace.example", "*")]
    [InlineData("127.0.0.1", "https://127.0.0.1")]
    [InlineData("https://marketplace.example", "https://marketplace.example")]
    [InlineData("", "https://marketplace.example")]
    public void S30_what_a_device_would_never_send_or_anybody_could_is_refused_by_the_settings_name(string domain, string origin) =>
        Faults("Production", domain, origin).Should().NotBeEmpty().And.OnlyContain(fault => fault.StartsWith("Passkeys:"));

    [Fact]
    public async Task S30_what_is_configured_replaces_what_development_believes()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Passkeys:ServerDomain"] = "marketplace.example",
            ["Passkeys:Origins:0"] = "https://app.marketplace.example",
        });
        // Only the rules are asked for; what passkeys need of the store is not there.
        builder.Host.UseDefaultServiceProvider(o => o.ValidateOnBuild = false);
        builder.Services.AddPasskeys(builder.Configuration);
        await using var app = builder.Build();
        await app.StartAsync();
        var rules = app.Services.GetRequiredService<IOptions<IdentityPasskeyOptions>>().Value;

        rules.ServerDomain.Should().Be("marketplace.example");
        (await BelievesAsync("https://app.marketplace.example")).Should().BeTrue();
        (await BelievesAsync("https://marketplace.example")).Should().BeFalse();
        (await BelievesAsync($"http://localhost:{new Uri(app.Urls.First()).Port}")).Should().BeFalse();

        async Task<bool> BelievesAsync(string origin) =>
            await rules.ValidateOrigin!(new PasskeyOriginValidationContext { HttpContext = new DefaultHttpContext(), Origin = origin, CrossOrigin = false });
    }

    private static IEnumerable<string> Faults(string environment, string? domain, params string[] origins)
    {
        var options = new PasskeyOptions { ServerDomain = domain };
        foreach (var origin in origins) options.Origins.Add(origin);
        return new PasskeyOptionsCheck(new Place { EnvironmentName = environment }).Validate(null, options).Failures ?? [];
    }

    private sealed class Place : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "";

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
