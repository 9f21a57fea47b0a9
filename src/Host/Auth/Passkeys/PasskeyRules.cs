using Marketplace.Domain.Customers;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Marketplace.Host.Auth.Passkeys;

/// <summary>What the framework's passkey handler demands of a device and its answer (S30).</summary>
public sealed class PasskeyRules(IOptions<PasskeyOptions> options, PasskeyPolicy policy, IServer server, IHostEnvironment environment)
    : IConfigureOptions<IdentityPasskeyOptions>
{
    private const string ThisMachine = "localhost";

    /// <inheritdoc />
    public void Configure(IdentityPasskeyOptions rules)
    {
        rules.ServerDomain = options.Value.ServerDomain ?? ThisMachine;
        rules.ValidateOrigin = asked => ValueTask.FromResult(
            asked is { CrossOrigin: false, TopOrigin: null } && Origins().Contains(asked.Origin, StringComparer.Ordinal));
        // A finger, a face or the device's own code each time; the device's own key, which knows its account by itself.
        rules.UserVerificationRequirement = "required";
        rules.ResidentKeyRequirement = "required";
        rules.AuthenticatorAttachment = "platform";
        // Nothing is asked about the make of the device: no rule here depends on it.
        rules.AttestationConveyancePreference = "none";
        rules.AuthenticatorTimeout = policy.CeremonyLife;
    }

    private IEnumerable<string> Origins() => options.Value.Origins.Count > 0 || !environment.IsDevelopment() ? options.Value.Origins : OwnOrigins();

    // Known after the start only (port 0). An IP address cannot be a passkey's domain, so a browser goes to localhost.
    private IEnumerable<string> OwnOrigins() =>
        from listening in server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []
        let address = BindingAddress.Parse(listening)
        where !address.IsUnixPipe && !address.IsNamedPipe
        from host in new[] { ThisMachine, "127.0.0.1" }
        select new Uri($"{address.Scheme}://{host}:{address.Port}").GetLeftPart(UriPartial.Authority);
}
