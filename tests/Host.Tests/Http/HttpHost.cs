using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Application;
using Marketplace.Application.Privacy;
using Marketplace.Host.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wolverine;

namespace Marketplace.Host.Tests.Http;

/// <summary>A small host with the conventions under test, on a real Kestrel socket and a real PostgreSQL.</summary>
internal sealed class HttpHost : IAsyncDisposable
{
    private static readonly HouseSecrets Secrets = new(Bytes(1), Bytes(2), Bytes(3));

    private readonly WebApplication app;

    private HttpHost(WebApplication app, LogLines log)
    {
        this.app = app;
        Log = log;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Client = new HttpClient { BaseAddress = Address };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public LogLines Log { get; }

    public IServiceProvider Services => app.Services;

    public static async Task<HttpHost> StartAsync(
        string database, string vault, string environment = "Development", IReadOnlyDictionary<string, string?>? settings = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        var log = new LogLines();
        // Everything, whatever the settings beside the program say.
        builder.Logging.ClearProviders().AddProvider(log).AddFilter<LogLines>(_ => true);
        builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddPrivacy(Secrets, vault);
        builder.Services.AddMarketplaceStore(database);
        builder.Services.AddMarketplaceHttp(builder.Configuration, builder.Environment);
        builder.Services.AddAuthentication(HeaderAuthentication.Scheme).AddScheme<HeaderOptions, HeaderAuthentication>(HeaderAuthentication.Scheme, null);
        builder.Services.AddAuthorization();
        builder.Host.UseWolverine(options =>
        {
            options.ApplicationAssembly = typeof(HttpHost).Assembly;
            options.UseMarketplace();
            options.Durability.Mode = DurabilityMode.Solo;
        });
        var app = builder.Build();
        app.UseMarketplaceHttp();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseMarketplaceBodies();
        app.MapMarketplaceOpenApi();
        app.MapMarketplaceHealth();
        TrialEndpoints.Map(app);
        await app.StartAsync();
        return new HttpHost(app, log);
    }

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await Client.SendAsync(request);
        return await Answer.OfAsync(response);
    }

    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<Answer> PostAsync(string path, string? json, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, path, json, headers);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private static byte[] Bytes(byte value) => [.. Enumerable.Repeat(value, HouseSecrets.Size)];
}

/// <summary>What came back.</summary>
internal sealed record Answer(HttpStatusCode Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public string? Code => Body.StartsWith('{') ? (string?)Json["code"] : null;

    public static async Task<Answer> OfAsync(HttpResponseMessage response) => new(
        response.StatusCode,
        await response.Content.ReadAsStringAsync(),
        response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase));

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public override string ToString() => JsonSerializer.Serialize(new { Status = (int)Status, Body });
}
