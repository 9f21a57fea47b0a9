using Marketplace.Application.Privacy;

namespace Marketplace.Host.Adapters.KeyService;

/// <summary>Finds the key service in the configuration.</summary>
public static class KeyServices
{
    /// <summary>
    /// The one of <c>MasterKey:Transit</c>, or null when none is configured. It is read by as long as it is configured, and wraps
    /// when <c>MasterKey:Source</c> is <c>transit</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is configured wrongly; the message names the settings.</exception>
    public static Func<IServiceProvider, MasterKeyService>? From(IConfiguration configuration, IHostEnvironment environment)
    {
        var (section, wraps) = (configuration.GetSection("MasterKey:Transit"), MasterKeySource.IsService(configuration));
        if (!wraps && !section.Exists()) return null;
        var options = section.Get<TransitOptions>() ?? new TransitOptions();
        if (options.Faults(environment.IsDevelopment()).ToList() is { Count: > 0 } faults) throw new InvalidOperationException(string.Join(" ", faults));
        // One for the life of the host, which keeps its connections; they end now and then so that a moved service is found.
        return _ => new MasterKeyService(
            new TransitMasterKey(new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }), options), wraps);
    }
}
