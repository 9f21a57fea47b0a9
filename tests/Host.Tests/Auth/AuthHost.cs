using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Application;
using Marketplace.Application.Ports;
using Marketplace.Application.Privacy;
using Marketplace.Host.Account;
using Marketplace.Host.Auth;
using Marketplace.Host.Development.Simulators.Identity;
using Marketplace.Host.Http;
using Marketplace.Host.Support;
using Marketplace.Tests.Shared;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Wolverine;
using Xunit;

namespace Marketplace.Host.Tests.Auth;

/// <summary>What hosts over the same databases share.</summary>
public sealed record AuthWorld(string Store, string Vault, HouseSecrets Secrets, FakeTimeProvider Clock, string DataFolder)
{
    public static async Task<AuthWorld> CreateAsync() => new(
        await ThrowAwayCluster.CreateDatabaseAsync("auth"),
        await ThrowAwayCluster.CreateDatabaseAsync("auth_vault"),
        new HouseSecrets(RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32)),
        new FakeTimeProvider(new DateTimeOffset(2026, 11, 9, 9, 0, 0, TimeSpan.Zero)),
        Directory.CreateTempSubdirectory("marketplace-auth-").FullName);
}

/// <summary>The front door alone, on a real socket and a real PostgreSQL, with a clock that tests move.</summary>
public sealed class AuthHost : IAsyncLifetime
{
    private static readonly Dictionary<string, string?> RequiredElsewhere = new()
    {
        ["Passkeys:ServerDomain"] = "marketplace.example",
        ["Passkeys:Origins:0"] = "https://marketplace.example",
    };

    private WebApplication? app;

    public AuthWorld World { get; private set; } = null!;

    public RecordingSms Sms { get; } = new();

    public RecordingMail Mail { get; } = new();

    public LogCapture Logs { get; } = new();

    public FakeTimeProvider Clock => World.Clock;

    public IServiceProvider Services => app!.Services;

    public IDocumentStore Store => Services.GetRequiredService<IDocumentStore>();

    public HttpClient Http { get; private set; } = null!;

    public async Task InitializeAsync() => await StartAsync(await AuthWorld.CreateAsync());

    /// <summary>A second host, as behind a load balancer.</summary>
    public static Task<AuthHost> BesideAsync(AuthHost other, params (string Key, string Value)[] settings) => BesideAsync(other, "Development", null, settings);

    /// <summary>A second host with other settings, outside Development too.</summary>
    public static async Task<AuthHost> BesideAsync(
        AuthHost other, string environment, Action<IServiceCollection>? configure, params (string Key, string Value)[] settings)
    {
        var host = new AuthHost();
        await host.StartAsync(other.World, environment, configure, settings);
        return host;
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await app!.StopAsync();
        await app.DisposeAsync();
    }

    public DateTimeOffset Now => Clock.GetUtcNow();

    private async Task StartAsync(
        AuthWorld world, string environment = "Development", Action<IServiceCollection>? configure = null, params (string Key, string Value)[] settings)
    {
        World = world;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["urls"] = "http://127.0.0.1:0", ["DataFolder"] = world.DataFolder });
        if (environment != "Development") builder.Configuration.AddInMemoryCollection(RequiredElsewhere);
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.Logging.ClearProviders().AddProvider(Logs).SetMinimumLevel(LogLevel.Trace);
        Add(builder.Services, builder.Configuration);
        configure?.Invoke(builder.Services);
        builder.Host.UseWolverine(options =>
        {
            options.UseMarketplace();
            options.Durability.Mode = DurabilityMode.Solo;
        });
        app = builder.Build();
        Map(app);
        await app.StartAsync();
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    private void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<TimeProvider>(World.Clock);
        services.AddPrivacy(World.Secrets, World.Vault);
        services.AddMarketplaceStore(World.Store);
        services.AddSingleton<ISmsGateway>(Sms).AddSingleton<ICallGateway>(Sms).AddSingleton<IMailer>(Mail);
        services.AddCustomerAuth(configuration);
        services.AddSingleton<SimulatedProviders>();
        services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            o.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        });
        // A client of another address is made with X-Forwarded-For, as in Development.
        services.Configure<ForwardedHeadersOptions>(o => o.ForwardedHeaders = ForwardedHeaders.XForwardedFor);
    }

    private static void Map(WebApplication app)
    {
        app.UseForwardedHeaders();
        app.Use(AnswerRefusalsAsync);
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapAuth();
        app.MapProtection();
        app.MapContacts();
        if (app.Environment.IsDevelopment()) app.MapGroup("/simulators").MapIdentity();
        app.MapRecovery();
        app.MapSupport();
        app.MapSupportQuestions();
        app.MapGet("/test/customer", (HttpContext http) => http.User.CustomerId()).RequireAuthorization(Policies.Customer);
        foreach (var role in Policies.StaffRoles) app.MapGet($"/test/{role}", () => role).RequireAuthorization(Policies.Role(role));
    }

    private static async Task AnswerRefusalsAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (RefusedException refused)
        {
            await Problems.WriteAsync(http, refused.Rejection);
        }
    }
}

/// <summary>One host for all tests of the front door; they run one after the other, because they move its clock.</summary>
[CollectionDefinition(Name)]
public sealed class AuthTests : ICollectionFixture<AuthHost>
{
    public const string Name = "auth";
}
