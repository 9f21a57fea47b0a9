using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect.Configuration;

namespace Marketplace.Host.Auth.External;

/// <summary>Believes a discovery document only when it speaks for the configured issuer and sends nobody elsewhere in clear.</summary>
internal sealed class ProviderMetadataCheck(OpenIdSettings settings) : IConfigurationValidator<OpenIdConnectConfiguration>
{
    private readonly OpenIdConnectConfigurationValidator usual = new();

    public ConfigurationValidationResult Validate(OpenIdConnectConfiguration configuration)
    {
        if (!string.Equals(configuration.Issuer, settings.Issuer, StringComparison.Ordinal)) return Failed("The discovery document names another issuer.");
        if (!IsUsable(configuration.AuthorizationEndpoint) || !IsUsable(configuration.TokenEndpoint)) return Failed("An endpoint is missing or not https.");
        return usual.Validate(configuration);
    }

    private bool IsUsable(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || (settings.PlainHttp && url.Scheme == Uri.UriSchemeHttp));

    private static ConfigurationValidationResult Failed(string why) => new() { Succeeded = false, ErrorMessage = why };
}
