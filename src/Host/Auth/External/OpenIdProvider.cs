using System.Net;
using Marketplace.Application;
using Marketplace.Application.Customers.External;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Marketplace.Host.Auth.External;

/// <summary>
/// One provider of OpenID Connect, spoken with by the authorization code flow with state, nonce and PKCE. Only <c>openid</c>
/// is asked for: neither an e-mail nor a phone comes along, so nothing can be linked by one.
/// </summary>
internal sealed partial class OpenIdProvider(OpenIdSettings settings, HttpClient http, TimeProvider clock, ILogger<OpenIdProvider> log) : IDisposable
{
    private readonly ProviderMetadata metadata = new(settings, http, clock);
    private readonly IdTokenRules rules = new(settings, clock);

    /// <summary>Which one.</summary>
    public ExternalProvider Provider => settings.Provider;

    /// <summary>Who the provider says it is.</summary>
    public string Issuer => settings.Issuer;

    /// <summary>Where to send the browser.</summary>
    /// <exception cref="IdentityProviderSilentException">The provider does not say.</exception>
    public async Task<string> AuthorizeAddressAsync(AttemptSecrets secrets, string returnTo, string? loginHint, CancellationToken cancellation)
    {
        var message = new OpenIdConnectMessage
        {
            IssuerAddress = (await metadata.GetAsync(cancellation)).AuthorizationEndpoint,
            EnableTelemetryParameters = false,
            ClientId = settings.ClientId,
            RedirectUri = returnTo,
            ResponseType = OpenIdConnectResponseType.Code,
            ResponseMode = OpenIdConnectResponseMode.Query,
            Scope = OpenIdConnectScope.OpenId,
            State = secrets.State.Reveal(),
            Nonce = secrets.Nonce.Reveal(),
            LoginHint = loginHint,
        };
        message.SetParameter("code_challenge", secrets.Challenge());
        message.SetParameter("code_challenge_method", "S256");
        return message.CreateAuthenticationRequestUrl();
    }

    /// <summary>Hands the code in, and verifies what comes for it.</summary>
    /// <exception cref="RefusedException">The provider refuses the code, or its token cannot be believed.</exception>
    /// <exception cref="IdentityProviderSilentException">The provider does not answer.</exception>
    public async Task<VerifiedIdentity> RedeemAsync(Secret code, string returnTo, AttemptSecrets secrets, CancellationToken cancellation)
    {
        var known = await metadata.GetAsync(cancellation);
        var token = await TokenAsync(known.TokenEndpoint, code, returnTo, secrets.Verifier, cancellation);
        var (identity, unknownKey) = await rules.CheckAsync(token, known.SigningKeys, secrets.Nonce);
        if (unknownKey) (identity, _) = await rules.CheckAsync(token, (await metadata.RefreshedAsync(cancellation)).SigningKeys, secrets.Nonce);

        return identity ?? throw new RefusedException(ExternalErrors.TokenInvalid);
    }

    /// <inheritdoc />
    public void Dispose() => metadata.Dispose();

    private async Task<string> TokenAsync(string endpoint, Secret code, string returnTo, Secret verifier, CancellationToken cancellation)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code.Reveal(),
            ["redirect_uri"] = returnTo,
            ["client_id"] = settings.ClientId,
            ["client_secret"] = settings.ClientSecret,
            ["code_verifier"] = verifier.Reveal(),
        });
        var (status, message) = await PostAsync(endpoint, form, cancellation);
        if (status == HttpStatusCode.OK) return message?.IdToken ?? throw new RefusedException(ExternalErrors.TokenInvalid);
        // The first of these may be a customer's; the second means that our own secret is wrong or has expired.
        if (status is not (HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized)) throw new IdentityProviderSilentException($"It answered a code with {(int)status}.");
        LogRefused(log, settings.Provider, TokenErrors.Known(message?.Error));
        throw new RefusedException(ExternalErrors.Refused);
    }

    private async Task<(HttpStatusCode Status, OpenIdConnectMessage? Message)> PostAsync(string endpoint, HttpContent form, CancellationToken cancellation)
    {
        try
        {
            using var answer = await http.PostAsync(endpoint, form, cancellation);
            return (answer.StatusCode, TokenErrors.Parse(await answer.Content.ReadAsStringAsync(cancellation)));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            throw new IdentityProviderSilentException($"No answer for a code: {e.GetType().Name}.", e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Provider} refused a code: {Error}")]
    private static partial void LogRefused(ILogger log, ExternalProvider provider, string error);
}
