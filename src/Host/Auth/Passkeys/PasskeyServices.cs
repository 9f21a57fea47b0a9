using Marketplace.Application.Customers.Passkeys;
using Marketplace.Domain.Customers;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Marketplace.Host.Auth.Passkeys;

/// <summary>Puts passkeys into a host.</summary>
public static class PasskeyServices
{
    /// <summary>Adds the framework's handler over our documents, without the rest of its accounts.</summary>
    public static IServiceCollection AddPasskeys(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(new PasskeyPolicy());
        services.TryAddSingleton<PasskeyCeremonies>();
        services.AddSingleton<IValidateOptions<PasskeyOptions>, PasskeyOptionsCheck>();
        services.AddOptions<PasskeyOptions>().Bind(configuration.GetSection("Passkeys")).ValidateOnStart();
        services.AddSingleton<IConfigureOptions<IdentityPasskeyOptions>, PasskeyRules>();
        services.AddSingleton<PasskeyReader>().AddSingleton<PasskeyVerifier>();
        return services.AddSingleton<IPasskeyHandler<PasskeyOwner>>(provider => new PasskeyHandler<PasskeyOwner>(
            Manager(provider), provider.GetRequiredService<IOptions<IdentityPasskeyOptions>>()));
    }

    // The handler asks the manager for four look-ups, and the manager asks the store. What else a manager can have (hashers,
    // validators, names) would only be there to be misused.
    private static UserManager<PasskeyOwner> Manager(IServiceProvider provider) => new(
        provider.GetRequiredService<PasskeyReader>(),
        Options.Create(new IdentityOptions()),
        null!,
        [],
        [],
        null!,
        new IdentityErrorDescriber(),
        provider,
        provider.GetRequiredService<ILogger<UserManager<PasskeyOwner>>>());
}
