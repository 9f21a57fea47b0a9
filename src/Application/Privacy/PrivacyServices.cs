using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Wolverine;

namespace Marketplace.Application.Privacy;

/// <summary>Puts this feature into a host.</summary>
public static class PrivacyServices
{
    /// <summary>
    /// Adds keyed hashes, the sealer and the vault. Call it before <see cref="MarketplaceStore.AddMarketplaceStore"/> is used:
    /// the store's JSON asks for <see cref="IDataKeys"/>.
    /// </summary>
    /// <param name="services">The host's.</param>
    /// <param name="secrets">The secrets of the house.</param>
    /// <param name="vaultConnectionString">The second database.</param>
    /// <param name="keyService">A key service that wraps in place of the host's own master key, which then only unwraps; null for none.</param>
    public static IServiceCollection AddPrivacy(
        this IServiceCollection services, HouseSecrets secrets, string vaultConnectionString, Func<IServiceProvider, MasterKeyService>? keyService = null)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new PrivacyOptions());
        services.AddSingleton(secrets);
        services.AddSingleton<KeyedHash>();
        services.AddSingleton<Sealer>();
        services.TryAddSingleton<IMasterKey>(provider => Ring([.. secrets.MasterKeys()], keyService?.Invoke(provider)));
        services.AddSingleton<MasterKeyRotation>();
        services.AddSingleton(_ => new VaultDatabase(vaultConnectionString));
        services.AddSingleton<IDataKeys, Vault>();
        services.AddSingleton<IdentityDocuments>();
        services.AddHostedService<VaultAtStart>();
        services.AddHostedService<KeyNews>();
        services.AddSingleton<IWolverineExtension, PrivateMessages>();
        return services;
    }

    private static MasterKeyRing Ring(IReadOnlyList<IMasterKey> own, MasterKeyService? service) => service switch
    {
        { Wraps: true } => new MasterKeyRing(service.Key, own),
        _ when own.Count == 0 => throw new InvalidOperationException("There is no master key: neither Secrets:MasterKey nor a key service is configured."),
        { } => new MasterKeyRing(own[0], [.. own.Skip(1), service.Key]),
        null => new MasterKeyRing(own[0], own.Skip(1)),
    };

    // A message should carry ids only; one that carries Pii nevertheless is written like an event, not in clear.
    private sealed class PrivateMessages(IDataKeys keys) : IWolverineExtension
    {
        public void Configure(WolverineOptions options) =>
            options.UseSystemTextJsonForSerialization(json => json.Converters.Add(new PiiConverterFactory(keys)));
    }
}
