using Marketplace.Application.Ports;
using Marketplace.Host.Callbacks;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Marketplace.Host.Adapters;

/// <summary>Registers the adapters of the providers and what verifies their callbacks.</summary>
public static class ProviderAdapters
{
    /// <summary>
    /// Adds <see cref="IAcquirer"/>, <see cref="IBank"/>, <see cref="ISmsGateway"/> and <see cref="SignedCallback"/>. It needs an
    /// <c>NpgsqlDataSource</c> and a <c>KeyedHash</c>. All are singletons over named clients: a typed client is transient with a factory, which the
    /// message handlers' generated code cannot construct.
    /// </summary>
    public static IServiceCollection AddProviderAdapters(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IValidateOptions<ProviderOptions>, ProviderOptionsCheck>();
        foreach (var provider in ProviderNames.All) AddClient(services, configuration, provider);
        services.AddOptions<ProviderOptions>(ProviderNames.Carrier).Bind(configuration.GetSection(ProviderNames.Carrier)).ValidateOnStart();
        services.TryAddSingleton<CardKeys>();
        services.AddSingleton<OwnAddress>().AddSingleton<ProviderSecrets>().AddSingleton<ProviderChannel>();
        services.AddSingleton<NonceStore>().AddSingleton<SignedCallback>();
        return services.AddSingleton<IAcquirer, HttpAcquirer>().AddSingleton<IBank, HttpBank>().AddSingleton<ISmsGateway, HttpSmsGateway>().AddSingleton<ICallGateway, HttpSmsGateway>();
    }

    private static void AddClient(IServiceCollection services, IConfiguration configuration, string provider)
    {
        services.AddOptions<ProviderOptions>(provider).Bind(configuration.GetSection(provider)).ValidateOnStart();
        services.AddHttpClient(provider)
            .RemoveAllLoggers()
            .ConfigureHttpClient(client => (client.Timeout, client.MaxResponseContentBufferSize) = (Timeout.InfiniteTimeSpan, ProviderChannel.LongestAnswer))
            .ConfigurePrimaryHttpMessageHandler(services => new SocketsHttpHandler
            {
                // A redirect would carry signed requisites to an address nobody configured.
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = services.GetRequiredService<IOptionsMonitor<ProviderOptions>>().Get(provider).BaseUrl is not null,
            });
    }
}
