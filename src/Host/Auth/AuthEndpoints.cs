using System.Security.Claims;
using Marketplace.Application.Customers;
using Marketplace.Domain.Customers;
using Marketplace.Host.Auth.External;
using Marketplace.Host.Auth.Passkeys;
using Marketplace.Host.Http;
using Marten;
using Microsoft.Net.Http.Headers;
using Wolverine;

namespace Marketplace.Host.Auth;

/// <summary>The front door: one for registration and sign-in (S6), and the customer's sessions (S33).</summary>
public static class AuthEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapAuth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/terms", Terms).WithTags("Sign-in").AllowAnonymous().WithSummary("The terms of use of today (S5)").Produces<TermsResponse>().Refuses("service.unavailable");
        var auth = app.MapGroup("/api/auth").WithTags("Sign-in").AddEndpointFilter(NeverStored);
        auth.MapPost("/challenges", AskAsync).AllowAnonymous().WithSummary("Send a code by SMS, call or letter, to known and unknown contacts alike (S6, S20–S26)")
            .Produces<CodeAsked>(StatusCodes.Status202Accepted)
            .Refuses(
                "auth.phone-invalid", "auth.email-invalid", "auth.one-contact", "auth.channel-unavailable", "auth.resend-too-soon", "auth.too-many-codes",
                "auth.codes-paused", "auth.codes-closed");
        auth.MapPost("/sessions", SignInAsync).AllowAnonymous().WithSummary("Answer with the code: sign in, or register a new number (S6, S7)")
            .Produces<SessionResponse>(StatusCodes.Status201Created)
            .Refuses(
                "auth.challenge-unknown", "auth.code-invalid", "auth.code-expired", "auth.code-used", "auth.attempts-exhausted",
                "auth.codes-paused", "auth.codes-closed", "auth.contact-change-pending", "auth.terms-not-accepted", "auth.client-too-long");
        auth.MapExternal();
        auth.MapPasskeys();
        MapSessions(auth.MapGroup("/sessions").RequireAuthorization(Policies.Customer));
    }

    private static void MapSessions(RouteGroupBuilder sessions)
    {
        sessions.MapGet("/", ListAsync).WithSummary("The customer's live sessions, newest first (S33)").Produces<PageOf<SessionItem>>();
        sessions.MapDelete("/", CloseOthersAsync).WithSummary("Close all sessions but this one").Produces(StatusCodes.Status204NoContent);
        sessions.MapDelete("/current", SignOutAsync).WithSummary("Sign out").Produces(StatusCodes.Status204NoContent);
        sessions.MapDelete("/{id}", CloseNamedAsync).WithSummary("Close one session; the others stay").Produces(StatusCodes.Status204NoContent)
            .Refuses("auth.session-unknown");
    }

    private static TermsResponse Terms(TermsOfUse terms, HttpContext http)
    {
        var english = PrefersEnglish(http.Request);
        http.Response.Headers.ContentLanguage = english ? "en" : "ru";
        http.Response.Headers.Vary = HeaderNames.AcceptLanguage;
        return new TermsResponse(terms.Version, english ? terms.English : terms.Russian, terms.Url);
    }

    private static async Task<IResult> AskAsync(ChallengeBody body, HttpContext http, ClientAddresses addresses, IMessageBus bus)
    {
        var command = new AskForCode(body.Phone, body.Email, body.Channel, addresses.Of(http));
        return Results.Json(await bus.InvokeAsync<CodeAsked>(command, http.RequestAborted), statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> SignInAsync(SessionBody body, IMessageBus bus, CancellationToken cancellation)
    {
        var command = new SignIn(body.ChallengeId, body.Code ?? default, body.AcceptedTerms, body.Client);
        var opened = await bus.InvokeAsync<SignedIn>(command, cancellation);
        return Results.Created($"/api/auth/sessions/{opened.SessionId:D}", SessionResponse.Of(opened));
    }

    private static async Task<PageOf<SessionItem>> ListAsync(
        ClaimsPrincipal user, LiveSessions sessions, SessionPolicy policy, IQuerySession session, CancellationToken cancellation)
    {
        var live = await sessions.OfAsync(session, user.CustomerId(), cancellation);
        return new PageOf<SessionItem>([.. live.Select(s => SessionItem.Of(s, policy, user.SessionId()))], null);
    }

    private static Task<IResult> SignOutAsync(ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellation) =>
        CloseAsync(user.SessionId(), user, bus, cancellation);

    // Text that is no id names no session, and is answered as such.
    private static Task<IResult> CloseNamedAsync(string id, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellation) =>
        Guid.TryParse(id, out var sessionId) ? CloseAsync(sessionId, user, bus, cancellation) : Task.FromResult(Problems.Of(CustomerErrors.SessionUnknown));

    private static async Task<IResult> CloseAsync(Guid sessionId, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellation)
    {
        await bus.InvokeAsync(new CloseSession(user.CustomerId(), sessionId, user.SessionId()), cancellation);
        return Results.NoContent();
    }

    private static async Task<IResult> CloseOthersAsync(ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellation)
    {
        await bus.InvokeAsync(new CloseOtherSessions(user.CustomerId(), user.SessionId()), cancellation);
        return Results.NoContent();
    }

    private static ValueTask<object?> NeverStored(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        return next(context);
    }

    private static bool PrefersEnglish(HttpRequest request) =>
        request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.Value?.Split('-')[0])
            .FirstOrDefault(language => language is "ru" or "en") is "en";
}
