using Marketplace.Application.Customers;
using Microsoft.Net.Http.Headers;

namespace Marketplace.Host.Auth;

/// <summary>The ways a request can say who it comes from.</summary>
public static class Schemes
{
    /// <summary>Chooses between the others by the shape of the token.</summary>
    public const string ByToken = "Marketplace";

    /// <summary>The opaque token of a customer's session.</summary>
    public const string Customer = "Customer";

    /// <summary>The signed token of staff.</summary>
    public const string Staff = "Staff";

    private const string Bearer = "Bearer ";

    /// <summary>The token of the request, or null.</summary>
    public static string? TokenOf(HttpRequest request)
    {
        // Two headers are one too many: it would be unclear who is meant.
        var header = request.Headers[HeaderNames.Authorization];
        return header.Count == 1 && header[0] is { } value && value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? value[Bearer.Length..].Trim()
            : null;
    }

    /// <summary>Which scheme the request's token belongs to. JSON Web Tokens have two dots; session tokens have none.</summary>
    public static string Of(HttpRequest request) =>
        TokenOf(request) is { } token && !token.StartsWith(SessionTokens.Prefix, StringComparison.Ordinal) && token.Count(c => c == '.') == 2
            ? Staff
            : Customer;
}
