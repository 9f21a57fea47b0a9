using System.Collections.Frozen;
using Marketplace.Domain.Customers;
using Marketplace.Host.Auth.External;

namespace Marketplace.Host.Development.Simulators.Identity;

/// <summary>The simulated providers.</summary>
public sealed class SimulatedProviders(IConfiguration configuration, IHostEnvironment environment, TimeProvider clock)
{
    private readonly FrozenDictionary<string, SimulatedProvider> all = Make(configuration, environment, clock);

    /// <summary>The provider of that name (<c>apple</c>, <c>sber</c>), or null.</summary>
    public SimulatedProvider? Find(string name) => all.GetValueOrDefault(name);

    private static FrozenDictionary<string, SimulatedProvider> Make(IConfiguration configuration, IHostEnvironment environment, TimeProvider clock)
    {
        SimulatorRegistration.RefuseOutsideDevelopment(environment);
        return Enum.GetValues<ExternalProvider>().ToFrozenDictionary(ExternalNames.Of, provider => new SimulatedProvider(
            ExternalNames.Of(provider), DevelopmentIdentity.ClientId, DevelopmentIdentity.SecretOf(provider, configuration), clock));
    }
}
