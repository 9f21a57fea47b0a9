using System.Collections.Concurrent;
using System.Diagnostics;
using Marketplace.Application.Ports;
using Marketplace.Application.Privacy;
using Marketplace.Host.Adapters;
using Marketplace.Host.Callbacks;
using Marketplace.Host.Development.Simulators;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Marketplace.Host.Tests.Providers;

/// <summary>A host on a real socket with the adapters, the simulators and callback endpoints that write down what came.</summary>
public sealed class ProviderHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly WebApplication app;
    private DirectoryInfo? ownFolder;
    private int refusals;
    private int deliveries;

    private ProviderHost(WebApplication app) => this.app = app;

    public ConcurrentQueue<AcquirerCallback> Acquired { get; } = new();

    public ConcurrentQueue<BankCallback> Banked { get; } = new();

    public ConcurrentQueue<SmsCallback> Reported { get; } = new();

    /// <summary>How many deliveries came, refused ones included.</summary>
    public int Deliveries => deliveries;

    public required CapturedLog Log { get; init; }

    public IServiceProvider Services => app.Services;

    public IAcquirer Acquirer => Services.GetRequiredService<IAcquirer>();

    public IBank Bank => Services.GetRequiredService<IBank>();

    public ISmsGateway Sms => Services.GetRequiredService<ISmsGateway>();

    public HttpClient Client { get; private set; } = null!;

    /// <summary>Starts a host. The delays are short and the time-outs long, unless the settings say otherwise.</summary>
    public static async Task<ProviderHost> StartAsync(
        string database, string? dataFolder = null, Dictionary<string, string?>? settings = null, int refuseFirst = 0, TimeProvider? clock = null)
    {
        var ownFolder = dataFolder is null ? Directory.CreateTempSubdirectory("marketplace-data-") : null;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development", ContentRootPath = Path.GetTempPath() });
        builder.Configuration.AddInMemoryCollection(Defaults(dataFolder ?? ownFolder!.FullName));
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(database));
        if (clock is not null) builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton(new KeyedHash(new HouseSecrets(Bytes(1), Bytes(2), Bytes(3))));
        builder.Services.AddProviderAdapters(builder.Configuration).AddSimulators(builder.Configuration);
        var log = new CapturedLog();
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Trace);
        var host = new ProviderHost(builder.Build()) { refusals = refuseFirst, Log = log, ownFolder = ownFolder };
        host.MapCallbacks();
        host.app.MapSimulators();
        await host.app.StartAsync();
        host.Client = new HttpClient { BaseAddress = new Uri(host.app.Urls.First()) };
        return host;
    }

    /// <summary>Waits until enough callbacks have come, then a little longer for one too many.</summary>
    public static async Task<T[]> WaitAsync<T>(IEnumerable<T> callbacks, int atLeast)
    {
        await UntilAsync(() => callbacks.Count() >= atLeast);
        await Task.Delay(300);
        return [.. callbacks];
    }

    public static async Task UntilAsync(Func<bool> happened)
    {
        var waited = Stopwatch.StartNew();
        while (!happened())
        {
            if (waited.Elapsed > Patience) throw new TimeoutException("It did not happen.");
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        if (ownFolder is { Exists: true }) ownFolder.Delete(recursive: true);
    }

    private static byte[] Bytes(byte value) => [.. Enumerable.Repeat(value, 32)];

    private static Dictionary<string, string?> Defaults(string dataFolder) => new()
    {
        ["DataFolder"] = dataFolder,
        ["Acquirer:Timeout"] = "00:00:15",
        ["Bank:Timeout"] = "00:00:15",
        ["Sms:Timeout"] = "00:00:15",
        ["Simulators:Delay"] = "00:00:00.400",
        ["Simulators:EchoDelay"] = "00:00:00",
    };

    private void MapCallbacks()
    {
        app.MapPost("/api/callbacks/acquirer", (HttpContext context, SignedCallback signed) => TakeAsync(context, signed, ProviderNames.Acquirer, Acquired));
        app.MapPost("/api/callbacks/bank", (HttpContext context, SignedCallback signed) => TakeAsync(context, signed, ProviderNames.Bank, Banked));
        app.MapPost("/api/callbacks/sms", (HttpContext context, SignedCallback signed) => TakeAsync(context, signed, ProviderNames.Sms, Reported));
    }

    private async Task<IResult> TakeAsync<T>(HttpContext context, SignedCallback signed, string provider, ConcurrentQueue<T> taken)
        where T : class
    {
        var message = await signed.ReadAsync<T>(context, provider);
        Interlocked.Increment(ref deliveries);
        if (message.IsRefused) return message.Refusal;
        if (Interlocked.Decrement(ref refusals) >= 0) return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        taken.Enqueue(message.Body);
        return Results.NoContent();
    }
}
