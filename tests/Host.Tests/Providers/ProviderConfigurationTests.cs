using System.Security.Cryptography;
using FluentAssertions;
using Marketplace.Application.Privacy;
using Marketplace.Host.Adapters;
using Marketplace.Host.Development.Simulators;
using Marketplace.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using Xunit;

namespace Marketplace.Host.Tests.Providers;

[Collection(ProviderTests.Name)]
public sealed class ProviderConfigurationTests
{
    private const string GoodUrl = "https://acquirer.example/v1";
    private static readonly string GoodSecret = new('s', 32);

    [Theory]
    [InlineData(null, true, false)]
    [InlineData("not an address", true, false)]
    [InlineData("http://acquirer.example/v1", true, false)]
    [InlineData("ftp://acquirer.example/v1", true, false)]
    [InlineData(GoodUrl, false, false)]
    [InlineData(GoodUrl, true, true)]
    [InlineData("http://127.0.0.1:9000", true, true)]
    public async Task Outside_Development_the_host_starts_only_with_safe_addresses_and_secrets(string? url, bool longSecret, bool starts)
    {
        await using var app = await BuildAsync("Production", url, longSecret ? GoodSecret : GoodSecret[1..]);
        var start = () => app.StartAsync();
        if (starts) await start.Should().NotThrowAsync();
        else (await start.Should().ThrowAsync<OptionsValidationException>()).Which.Message.Should().Contain("Acquirer:").And.NotContain("sss");
        await app.StopAsync();
    }

    [Fact]
    public async Task Outside_Development_the_simulators_refuse_to_be_mapped_and_the_host_to_start_with_them()
    {
        await using var mapped = await BuildAsync("Production", GoodUrl, GoodSecret);
        mapped.Invoking(app => app.MapSimulators()).Should().Throw<InvalidOperationException>();
        await using var started = await BuildAsync("Production", GoodUrl, GoodSecret, simulators: true);
        await started.Awaiting(app => app.StartAsync()).Should().ThrowAsync<InvalidOperationException>().WithMessage("*Development only*");
    }

    [Fact]
    public async Task The_simulators_are_hidden_from_the_document_of_the_API()
    {
        await using var app = await BuildAsync("Development", null, null, simulators: true);
        app.MapSimulators();
        var endpoints = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).ToList();
        endpoints.Should().HaveCount(12).And.OnlyContain(endpoint => endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() != null);
    }

    [Fact]
    public async Task A_secret_made_in_Development_is_kept_for_the_next_start_and_for_its_owner_only()
    {
        var folder = Path.Combine(Directory.CreateTempSubdirectory("marketplace-data-").FullName, "made");
        var secrets = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => SecretFile.ReadOrCreate(Path.Combine(folder, "bank.secret")))));
        secrets.Select(Convert.ToHexStringLower).Distinct().Should().ContainSingle().Which.Should().MatchRegex("^[0-9a-f]{64}$");
        SecretFile.ReadOrCreate(Path.Combine(folder, "acquirer.secret")).Should().NotEqual(secrets[0]);
        Directory.GetFiles(folder).Select(Path.GetFileName).Should().BeEquivalentTo([".lock", "bank.secret", "acquirer.secret"], "no draft is left");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Path.Combine(folder, "bank.secret")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static async Task<WebApplication> BuildAsync(string environment, string? url, string? secret, bool simulators = false)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment, ContentRootPath = Path.GetTempPath() });
        builder.Configuration.AddInMemoryCollection(ProviderNames.All.SelectMany(name => new Dictionary<string, string?>
        {
            [$"{name}:BaseUrl"] = name == ProviderNames.Acquirer ? url : GoodUrl,
            [$"{name}:Secret"] = name == ProviderNames.Acquirer ? secret : GoodSecret,
        }).Append(new($"{ProviderNames.Carrier}:Secret", GoodSecret)));
        var database = await ThrowAwayCluster.CreateDatabaseAsync("providers");
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(database));
        builder.Services.AddSingleton(new KeyedHash(new HouseSecrets(RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32))));
        builder.Services.AddProviderAdapters(builder.Configuration);
        if (simulators) builder.Services.AddSimulators(builder.Configuration);
        return builder.Build();
    }
}
