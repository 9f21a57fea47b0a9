using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Application.Audit.Evidence;

/// <summary>Puts the signing of checkpoints into a host. The leaves themselves come with the store.</summary>
public static class AuditServices
{
    /// <summary>Adds it. Its work begins some seconds after the start.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="options">The numbers; the anchor file's folder must exist.</param>
    /// <param name="key">Signs.</param>
    public static IServiceCollection AddCheckpoints(this IServiceCollection services, AuditOptions options, CheckpointKey key)
    {
        services.AddSingleton(options).AddSingleton(key).AddSingleton(new AnchorFile(options.AnchorFile));
        services.AddSingleton<Checkpoints>().AddSingleton<Anchor>().AddSingleton<DigestSigner>();
        services.AddHostedService<CheckpointsInBackground>();
        return services;
    }
}
