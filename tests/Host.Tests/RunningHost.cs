using System.Net;
using FluentAssertions;
using Marketplace.Host.Auth;
using Marketplace.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

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
            // Most journeys reckon with list prices; those of promotions turn this on.
            ["Promotions:Automatic"] = "false",
        });
        foreach (var (key, value) in more) settings[key] = value;
        var builder = HostApp.CreateBuilder(["--urls", "http://127.0.0.1:0", "--environment", "Development"]);
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
        builder.Services.PostConfigure<RequestTimeoutOptions>(Patient);
        configure?.Invoke(builder.Services);
        var app = HostApp.Build(builder);
        await app.StartAsync();
        return new RunningHost(app, settings, folder);
    }

    // The first request of a kind compiles its handler, which on a busy machine can take longer than a request may.
    private static void Patient(RequestTimeoutOptions timeouts) => timeouts.DefaultPolicy = new RequestTimeoutPolicy
    {
        Timeout = Eventually.Patience,
        TimeoutStatusCode = timeouts.DefaultPolicy!.TimeoutStatusCode,
        WriteTimeoutResponse = timeouts.DefaultPolicy.WriteTimeoutResponse,
    };

    /// <summary>A caller without a session.</summary>
    public Api Anonymous() => new(new HttpClient { BaseAddress = Url });

    /// <summary>A caller with that role.</summary>
    public Api Staff(string role)
    {
        var (configuration, environment) = (Services.GetRequiredService<IConfiguration>(), Services.GetRequiredService<IHostEnvironment>());
        var api = Anonymous();
        api.Token = StaffTokens.Issue(role, configuration, environment, Services.GetRequiredService<TimeProvider>());
        return api;
    }

    /// <summary>A customer who has just registered, with that much in the wallet.</summary>
    public async Task<Api> CustomerAsync(long kopecks = 0)
    {
        var api = Anonymous();
        api.Phone = $"+79{Random.Shared.NextInt64(100_000_000, 999_999_999)}";
        var challenge = (await api.PostAsync("/api/auth/challenges", new { phone = api.Phone })).Expect(HttpStatusCode.Accepted);
        var terms = (await api.GetAsync("/api/terms")).Text("version");
        var body = new { challengeId = challenge.Id("challengeId"), code = await api.CodeAsync(), acceptedTerms = terms };
        var session = (await api.PostAsync("/api/auth/sessions", body)).Expect(HttpStatusCode.Created);
        (api.Token, api.CustomerId) = (session.Text("token"), session.Id("customerId"));
        if (kopecks > 0) (await api.PostAsync("/api/wallet/top-ups", new { amount = kopecks, cardToken = "tok_ok" })).Expect(HttpStatusCode.Created);
        return api;
    }

    /// <summary>A customer whose account is protected, with that much in the wallet.</summary>
    public async Task<Api> ProtectedCustomerAsync(long kopecks = 0)
    {
        var api = await CustomerAsync(kopecks);
        await api.ProtectAsync();
        return api;
    }

    /// <summary>Makes it ready: the first request compiles its handlers, which on a busy machine takes longer than a request may.</summary>
    public async Task WarmUpAsync()
    {
        for (var tries = 0; tries < 5; tries++)
        {
            if ((await Anonymous().PostAsync("/api/auth/challenges", new { phone = "+79161234567" })).Status is HttpStatusCode.Accepted or HttpStatusCode.TooManyRequests) return;
        }
    }

    /// <summary>The whole history still adds up.</summary>
    public async Task InvariantsHoldAsync() =>
        (await Staff("auditor").GetAsync("/api/audit/invariants")).Expect(HttpStatusCode.OK).Body["violations"]!.AsArray().Should().BeEmpty();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}

/// <summary>One host for all tests that do not disturb it.</summary>
public sealed class HostFixture : IAsyncLifetime
{
    public RunningHost Host { get; private set; } = null!;

    public async Task InitializeAsync() => Host = await RunningHost.StartAsync();

    public async Task DisposeAsync() => await Host.DisposeAsync();
}

[CollectionDefinition(nameof(HostFixture))]
public sealed class HostCollection : ICollectionFixture<HostFixture>;
