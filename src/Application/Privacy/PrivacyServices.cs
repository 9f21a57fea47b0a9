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
    public static IServiceCollection AddPrivacy(this IServiceCollection services, HouseSecrets secrets, string vaultConnectionString)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new PrivacyOptions());
        services.AddSingleton(secrets);
        services.AddSingleton<KeyedHash>();
        services.AddSingleton<Sealer>();
        services.TryAddSingleton<IMasterKey, FileMasterKey>();
        services.AddSingleton(_ => new VaultDatabase(vaultConnectionString));
        services.AddSingleton<IDataKeys, Vault>();
        services.AddSingleton<IdentityDocuments>();
        services.AddHostedService<VaultAtStart>();
        services.AddHostedService<KeyNews>();
        services.AddSingleton<IWolverineExtension, PrivateMessages>();
        return services;
    }

    // A message should carry ids only; one that carries Pii nevertheless is written like an event, not in clear.
    private sealed class PrivateMessages(IDataKeys keys) : IWolverineExtension
    {
        public void Configure(WolverineOptions options) =>
            options.UseSystemTextJsonForSerialization(json => json.Converters.Add(new PiiConverterFactory(keys)));
    }
}
