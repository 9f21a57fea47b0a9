using System.Text.Json;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Marketplace.Host.Auth.External;

/// <summary>Reads what a token endpoint answers.</summary>
internal static class TokenErrors
{
    // RFC 6749, 5.2. Other words are not repeated: nobody knows what they hold.
    private static readonly string[] Words =
        ["invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type", "invalid_scope"];

    /// <summary>The error if it is one of the protocol's, for the log.</summary>
    public static string Known(string? error) => error is not null && Words.Contains(error) ? error : "unknown error";

    /// <summary>The answer, or null when it is not the protocol's JSON.</summary>
    public static OpenIdConnectMessage? Parse(string json)
    {
        try
        {
            return new OpenIdConnectMessage(json);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null;
        }
    }
}
