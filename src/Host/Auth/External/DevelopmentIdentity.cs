using Marketplace.Domain.Customers;
using Marketplace.Host.Adapters;

namespace Marketplace.Host.Auth.External;

/// <summary>What this shop and its simulated providers agree on in Development.</summary>
internal static class DevelopmentIdentity
{
    public const string ClientId = "marketplace-development";

    /// <summary>Where the simulated provider is, below the host's own address.</summary>
    public static string PathOf(ExternalProvider provider) => $"simulators/identity/{ExternalNames.Of(provider)}";

    /// <summary>A secret of this machine, made at first use.</summary>
    public static string SecretOf(ExternalProvider provider, IConfiguration configuration) =>
        SecretFile.ReadOrCreate(Path.Combine(DataFolder.Of(configuration), "secrets"), $"External{provider}");
}

/// <summary>The providers' names in addresses.</summary>
internal static class ExternalNames
{
    public static string Of(ExternalProvider provider) => provider switch
    {
        ExternalProvider.Apple => "apple",
        ExternalProvider.Sber => "sber",
        _ => throw new ArgumentOutOfRangeException(nameof(provider), provider, "No such provider."),
    };

    /// <summary>The provider of a name, or null.</summary>
    public static ExternalProvider? Find(string name) => name switch
    {
        "apple" => ExternalProvider.Apple,
        "sber" => ExternalProvider.Sber,
        _ => null,
    };
}
