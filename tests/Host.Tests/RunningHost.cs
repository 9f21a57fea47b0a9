using Marketplace.Host;
using Marketplace.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Host.Tests;

/// <summary>The whole host on a real socket and databases of its own, as a customer's phone would meet it.</summary>
public sealed class RunningHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private RunningHost(WebApplication app, IReadOnlyDictionary<string, string?> settings, string folder)
    {
        (this.app, Settings, Folder) = (app, settings, folder);
        Url = new Uri(app.Urls.First());
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>What it was started with; a second host with the same settings shares its databases.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; }

    /// <summary>Where its secrets are.</summary>
    public string Folder { get; }

    /// <summary>What it is made of.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>Starts one on fresh databases, or on those of other settings.</summary>
    public static async Task<RunningHost> StartAsync(
        IReadOnlyDictionary<string, string?>? others = null, Action<IServiceCollection>? configure = null, params (string Key, string Value)[] more)
    {
        var folder = others?["DataFolder"] ?? Directory.CreateTempSubdirectory("marketplace-host-").FullName;
        var settings = new Dictionary<string, string?>(others ?? new Dictionary<string, string?>
        {
            ["ConnectionStrings:Marketplace"] = await ThrowAwayCluster.CreateDatabaseAsync("marketplace"),
            ["ConnectionStrings:Vault"] = await ThrowAwayCluster.CreateDatabaseAsync("vault"),
            ["DataFolder"] = folder,
            ["Simulators:Delay"] = "00:00:00.500",
            ["Simulators:EchoDelay"] = "00:00:00.050",
        });
        foreach (var (key, value) in more) settings[key] = value;
        var builder = HostApp.CreateBuilder(["--urls", "http://127.0.0.1:0", "--environment", "Development"]);
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
        configure?.Invoke(builder.Services);
        var app = HostApp.Build(builder);
        await app.StartAsync();
        return new RunningHost(app, settings, folder);
    }

    /// <summary>A client without a session.</summary>
    public Api Anonymous() => new(new HttpClient { BaseAddress = Url });

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
