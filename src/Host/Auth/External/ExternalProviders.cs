using System.Collections.Concurrent;
using Marketplace.Application;
using Marketplace.Domain.Customers;
using Marketplace.Host.Adapters;
using Microsoft.Extensions.Options;

namespace Marketplace.Host.Auth.External;

/// <summary>Which providers are offered: those that are configured, and in Development simulated ones in place of the others.</summary>
internal sealed class ExternalProviders(
    IOptionsMonitor<ExternalOptions> options,
    OwnAddress own,
    IHttpClientFactory clients,
    IConfiguration configuration,
    IHostEnvironment environment,
    TimeProvider clock,
    ILogger<OpenIdProvider> log)
{
    private readonly ConcurrentDictionary<ExternalProvider, OpenIdProvider> known = new();

    /// <summary>The provider of that name.</summary>
    /// <exception cref="RefusedException">It is not offered here.</exception>
    public async Task<OpenIdProvider> OfferedAsync(string name, CancellationToken cancellation) =>
        ExternalNames.Find(name) is { } provider && await FindAsync(provider, cancellation) is { } found
            ? found
            : throw new RefusedException(ExternalErrors.ProviderUnavailable);

    private async Task<OpenIdProvider?> FindAsync(ExternalProvider provider, CancellationToken cancellation)
    {
        if (known.TryGetValue(provider, out var found)) return found;
        return await SettingsAsync(provider, cancellation) is { } settings
            ? known.GetOrAdd(provider, _ => new OpenIdProvider(settings, clients.CreateClient(ClientOf(provider)), clock, log))
            : null;
    }

    /// <summary>Where a provider sends the browser back to.</summary>
    public async Task<string> ReturnAddressAsync(ExternalProvider provider, CancellationToken cancellation) =>
        new Uri(await own.ResolveAsync(cancellation), $"api/auth/external/{ExternalNames.Of(provider)}/callback").ToString();

    /// <summary>The name of a provider's HTTP client.</summary>
    public static string ClientOf(ExternalProvider provider) => $"External{provider}";

    private async Task<OpenIdSettings?> SettingsAsync(ExternalProvider provider, CancellationToken cancellation)
    {
        var configured = options.Get(ExternalOptions.NameOf(provider));
        if (!configured.IsAbsent) return new OpenIdSettings(provider, configured.Authority!, configured, environment.IsDevelopment());
        if (!environment.IsDevelopment()) return null;
        var simulated = new ExternalOptions
        {
            ClientId = DevelopmentIdentity.ClientId,
            ClientSecret = DevelopmentIdentity.SecretOf(provider, configuration),
        };
        return new OpenIdSettings(provider, new Uri(await own.ResolveAsync(cancellation), DevelopmentIdentity.PathOf(provider)), simulated, plainHttp: true);
    }
}
