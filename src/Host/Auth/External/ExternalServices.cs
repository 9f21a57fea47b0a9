using Marketplace.Application.Customers.External;
using Marketplace.Domain.Customers;
using Marketplace.Host.Adapters;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Marketplace.Host.Auth.External;

/// <summary>Puts signing in by Apple ID and Sber ID into a host.</summary>
internal static class ExternalServices
{
    // Two questions to a provider must fit into the time of one request.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);
    private const int LongestAnswer = 128 * 1024;

    public static void AddExternalSignIn(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton<OwnAddress>();
        services.TryAddSingleton<ExternalAttempts>();
        services.AddSingleton<IValidateOptions<ExternalOptions>, ExternalOptionsCheck>();
        services.AddSingleton<ExternalProviders>().AddSingleton<BrowserCookies>();
        foreach (var provider in Enum.GetValues<ExternalProvider>()) AddProvider(services, configuration, provider);
    }

    private static void AddProvider(IServiceCollection services, IConfiguration configuration, ExternalProvider provider)
    {
        var name = ExternalOptions.NameOf(provider);
        services.AddOptions<ExternalOptions>(name).Bind(configuration.GetSection($"External:{name}")).ValidateOnStart();
        services.AddHttpClient(ExternalProviders.ClientOf(provider))
            .RemoveAllLoggers()
            .ConfigureHttpClient(client => (client.Timeout, client.MaxResponseContentBufferSize) = (Patience, LongestAnswer))
            .ConfigurePrimaryHttpMessageHandler(services => new SocketsHttpHandler
            {
                // A redirect would carry the secret to an address nobody configured.
                AllowAutoRedirect = false,
                UseCookies = false,
                // The client lives as long as the host; the provider's address may not.
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                UseProxy = services.GetRequiredService<IOptionsMonitor<ExternalOptions>>().Get(name).Authority is not null,
            });
    }
}
