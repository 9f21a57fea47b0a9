using Marketplace.Domain.Customers;
using Marketplace.Host.Http;

namespace Marketplace.Host.Auth.Passkeys;

/// <summary>
/// What the caller says that it is. Sign-in by a fingerprint or a face is for the app (S30), the one thing in which app and site
/// differ (D9). A caller can lie; the rule is about what is offered, and the key protects the account either way.
/// </summary>
internal static class ClientTypes
{
    /// <summary>The header that says it.</summary>
    public const string Header = "X-Client-Type";

    /// <summary>Lets the app pass, and who does not say.</summary>
    public static ValueTask<object?> AppOnly(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Request.Headers[Header] switch
        {
            [] or ["mobile-app"] => next(context),
            ["web"] => ValueTask.FromResult<object?>(Problems.Of(PasskeyErrors.ChannelNotSupported)),
            _ => ValueTask.FromResult<object?>(Problems.Of(PasskeyErrors.ClientTypeUnknown)),
        };
}
