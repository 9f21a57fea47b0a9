using Marketplace.Application;
using Marketplace.Application.Customers;
using Marketplace.Application.Customers.External;
using Marketplace.Domain.Customers;
using Marketplace.Host.Http;
using Microsoft.Net.Http.Headers;
using Wolverine;

namespace Marketplace.Host.Auth.External;

/// <summary>Signing in by Apple ID and Sber ID (S27–S29): out to the provider, and back.</summary>
internal static class ExternalEndpoints
{
    public static void MapExternal(this RouteGroupBuilder auth)
    {
        var external = auth.MapGroup("/external").AllowAnonymous().AddEndpointFilter(AnswerSilenceAsync);
        external.MapGet("/{provider}", StartAsync)
            .WithSummary("Go to Apple ID or Sber ID: with a session to link an identity to its account, without one to sign in (S27, S28)")
            .WithDescription(
                "Answers with a redirect to the provider and a cookie, without which nobody can come back. `redirect=false` answers 200 with the " +
                "address instead: a page that sends its token with a script cannot follow a redirect. `platform` (`ios`, `macos`) is for Apple ID.")
            .Produces(StatusCodes.Status302Found).Produces<DepartureResponse>()
            .Refuses("auth.provider-unavailable", "auth.platform-not-supported", "auth.sign-in-required", "auth.terms-not-accepted", "auth.provider-silent");
        external.MapGet("/{provider}/callback", ReturnAsync)
            .WithSummary("Come back from the provider: signed in, or the identity linked (S27, S28)")
            .WithDescription("201 with a session when it was signing in. When it was linking: 201 with the link, 200 when it was there already.")
            .Produces<SessionResponse>(StatusCodes.Status201Created).Produces<ExternalIdentityResponse>()
            .Refuses(
                "auth.provider-unavailable", "auth.external-state-invalid", "auth.external-refused", "auth.external-token-invalid", "auth.external-not-linked",
                "auth.external-taken", "auth.terms-not-accepted", "auth.sign-in-required", "auth.provider-silent");
    }

    private static async Task<IResult> StartAsync(
        string provider,
        string? platform,
        string? acceptedTerms,
        bool? redirect,
        HttpContext http,
        ExternalProviders providers,
        ExternalAttempts attempts,
        BrowserCookies cookies,
        IHostEnvironment environment)
    {
        var found = await providers.OfferedAsync(provider, http.RequestAborted);
        if (found.Provider == ExternalProvider.Apple && !ApplePlatforms.Allow(platform, http.Request.Headers.UserAgent))
        {
            return Problems.Of(ExternalErrors.PlatformNotSupported);
        }

        var (customerId, sessionId) = Linking(http);
        var returnTo = await providers.ReturnAddressAsync(found.Provider, http.RequestAborted);
        var (secrets, browser) = await attempts.BeginAsync(new Departure(found.Provider, returnTo, customerId, sessionId, acceptedTerms), http.RequestAborted);
        var address = await found.AuthorizeAddressAsync(secrets, returnTo, LoginHint(http, environment), http.RequestAborted);
        cookies.Set(http.Response, found.Provider, browser);
        return redirect is false ? Results.Ok(new DepartureResponse(address)) : Results.Redirect(address);
    }

    private static async Task<IResult> ReturnAsync(
        string provider, HttpContext http, ExternalProviders providers, ExternalAttempts attempts, BrowserCookies cookies, IMessageBus bus)
    {
        var found = await providers.OfferedAsync(provider, http.RequestAborted);
        var (back, browser) = (Arrival.Of(http.Request.Query), cookies.Of(http.Request, found.Provider));
        if (await attempts.TakeAsync(found.Provider, back.State, browser, http.RequestAborted) is not var (attempt, secrets))
        {
            return Problems.Of(ExternalFaults.StateInvalid);
        }

        cookies.Clear(http.Response, found.Provider);
        if (back.Code.IsEmpty()) return Problems.Of(ExternalErrors.Refused);
        if (back.Issuer is { } issuer && issuer != found.Issuer) return Problems.Of(ExternalErrors.TokenInvalid);
        var identity = await found.RedeemAsync(back.Code, attempt.ReturnTo, secrets, http.RequestAborted);
        return await EnterAsync(attempt, identity, bus, http.RequestAborted);
    }

    private static async Task<IResult> EnterAsync(ExternalAttempt attempt, VerifiedIdentity identity, IMessageBus bus, CancellationToken cancellation)
    {
        if (attempt is { CustomerId: { } customerId, SessionId: { } sessionId })
        {
            var linked = await bus.InvokeAsync<IdentityLinked>(new LinkExternalIdentity(customerId, sessionId, identity), cancellation);
            return Results.Json(ExternalIdentityResponse.Of(linked), statusCode: linked.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
        }

        var opened = await bus.InvokeAsync<SignedIn>(new SignInExternal(identity, attempt.AcceptedTerms), cancellation);
        return Results.Created($"/api/auth/sessions/{opened.SessionId:D}", SessionResponse.Of(opened));
    }

    /// <summary>Who links. A token that opens nothing is refused: its owner would be signed in where a link was wanted.</summary>
    private static (Guid? CustomerId, Guid? SessionId) Linking(HttpContext http)
    {
        if (http.User.FindCustomerId() is { } customerId) return (customerId, http.User.SessionId());
        return http.Request.Headers.ContainsKey(HeaderNames.Authorization) ? throw new RefusedException(CustomerErrors.SignInRequired) : (null, null);
    }

    // The simulated provider lets in whom it names; a real one would be told a customer's e-mail by an address.
    private static string? LoginHint(HttpContext http, IHostEnvironment environment) =>
        environment.IsDevelopment() && http.Request.Query["login_hint"].ToString() is { Length: > 0 } hint ? hint : null;

    private static async ValueTask<object?> AnswerSilenceAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (IdentityProviderSilentException silent)
        {
            var log = context.HttpContext.RequestServices.GetRequiredService<ILogger<OpenIdProvider>>();
            log.LogWarning("{Provider} gave no usable answer. {Why}", context.HttpContext.GetRouteValue("provider"), silent.Message);
            return Problems.Of(ExternalFaults.Silent);
        }
    }
}
