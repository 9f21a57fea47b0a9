using System.Security.Claims;
using Marketplace.Application;
using Marketplace.Application.Customers;
using Marketplace.Application.Customers.Passkeys;
using Marketplace.Domain.Customers;
using Marketplace.Host.Http;
using Marten;
using Wolverine;

namespace Marketplace.Host.Auth.Passkeys;

/// <summary>Sign-in by a fingerprint or a face: switched on and off by its owner, and used (S30–S32).</summary>
internal static class PasskeyEndpoints
{
    /// <summary>Maps them below <c>/api/auth</c>.</summary>
    public static void MapPasskeys(this IEndpointRouteBuilder auth)
    {
        auth.MapPost("/passkeys/assertion-options", AskToSignInAsync).AllowAnonymous().AddEndpointFilter(ClientTypes.AppOnly)
            .WithSummary("Options to sign in by a passkey; alike for everybody (S30)").Produces<PasskeyOptionsResponse>()
            .Refuses("auth.channel-not-supported", "auth.client-type-unknown");
        auth.MapPost("/sessions/passkey", SignInAsync).AllowAnonymous().AddEndpointFilter(ClientTypes.AppOnly)
            .WithSummary("Sign in by a passkey (S30)").Produces<SessionResponse>(StatusCodes.Status201Created)
            .Refuses("auth.passkey-invalid", "auth.channel-not-supported", "auth.client-type-unknown", "auth.terms-not-accepted", "auth.client-too-long");
        MapOwn(auth.MapGroup("/passkeys").RequireAuthorization(Policies.Customer));
    }

    private static void MapOwn(RouteGroupBuilder passkeys)
    {
        string[] enrolment =
        [
            "customer.account-restricted", "customer.contact-change-pending", "customer.cooling-off", "auth.step-up-required",
            "auth.too-many-passkeys", "auth.channel-not-supported", "auth.client-type-unknown",
        ];
        passkeys.MapPost("/registration-options", AskToEnrolAsync).AddEndpointFilter(ClientTypes.AppOnly)
            .WithSummary("Options to make a passkey on this device (S31)").Produces<PasskeyOptionsResponse>().Refuses(enrolment);
        passkeys.MapPost("/", EnrolAsync).AddEndpointFilter(ClientTypes.AppOnly)
            .WithSummary("Switch a passkey on (S31)").Produces<PasskeyResponse>(StatusCodes.Status201Created)
            .Refuses([.. enrolment, "auth.passkey-enrolment-invalid", "auth.passkey-name-too-long"]);
        passkeys.MapGet("/", ListAsync).WithSummary("The customer's passkeys, newest first (S31)").Produces<PageOf<PasskeyItem>>();
        passkeys.MapDelete("/{id}", RemoveAsync).WithSummary("Switch a passkey off, from the app or the site (S31)").Produces(StatusCodes.Status204NoContent)
            .Refuses("auth.passkey-unknown", "auth.step-up-required");
    }

    private static async Task<PasskeyOptionsResponse> AskToSignInAsync(HttpContext http, PasskeyVerifier verifier, PasskeyCeremonies ceremonies, TimeProvider clock)
    {
        var (options, state) = await verifier.AskToSignInAsync(http);
        var (challengeId, expiresAt) = ceremonies.AskToSignIn(state, clock.GetUtcNow());
        return new PasskeyOptionsResponse(challengeId, expiresAt, options);
    }

    private static async Task<IResult> SignInAsync(
        PasskeySessionBody body, HttpContext http, PasskeyVerifier verifier, PasskeyCeremonies ceremonies, IMessageBus bus, TimeProvider clock)
    {
        if (ceremonies.FindSignIn(body.ChallengeId, clock.GetUtcNow()) is not { } ceremony
            || await verifier.FindSignerAsync(body.Credential, ceremony.State, http) is not var (owner, passkey)) throw new RefusedException(PasskeyErrors.Invalid);
        var command = new SignInByPasskey(
            ceremony, owner.CustomerId, PasskeyCredential.IdOf(passkey.CredentialId), passkey.SignCount, passkey.IsBackedUp, body.AcceptedTerms, body.Client);
        var opened = await bus.InvokeAsync<SignedIn>(command, http.RequestAborted);
        return Results.Created($"/api/auth/sessions/{opened.SessionId:D}", SessionResponse.Of(opened));
    }

    private static async Task<PasskeyOptionsResponse> AskToEnrolAsync(
        ClaimsPrincipal user, HttpContext http, PasskeyVerifier verifier, PasskeyCeremonies ceremonies, IMessageBus bus, TimeProvider clock)
    {
        var customerId = user.CustomerId();
        var welcome = await bus.InvokeAsync<PasskeyWelcome>(new AskForPasskey(customerId, user.SessionId()), http.RequestAborted);
        var (options, state) = await verifier.AskToEnrolAsync(new PasskeyOwner(customerId), welcome.AccountName, http);
        var (challengeId, expiresAt) = ceremonies.AskToEnrol(customerId, state, clock.GetUtcNow());
        return new PasskeyOptionsResponse(challengeId, expiresAt, options);
    }

    private static async Task<IResult> EnrolAsync(
        PasskeyBody body, ClaimsPrincipal user, HttpContext http, PasskeyVerifier verifier, PasskeyCeremonies ceremonies, IMessageBus bus, TimeProvider clock)
    {
        var (customerId, now) = (user.CustomerId(), clock.GetUtcNow());
        // First, so that who may not is told so and not that the device did wrong; the command asks again below its locks.
        await bus.InvokeAsync<PasskeyWelcome>(new AskForPasskey(customerId, user.SessionId()), http.RequestAborted);
        if (ceremonies.FindEnrolment(customerId, body.ChallengeId, now) is not { } ceremony
            || await verifier.FindNewAsync(body.Credential, ceremony.State, http) is not { } made) throw new RefusedException(PasskeyErrors.EnrolmentInvalid);
        var credential = new VerifiedCredential(made.CredentialId, made.PublicKey, made.SignCount, made.IsBackupEligible, made.IsBackedUp);
        var command = new EnrolPasskey(customerId, user.SessionId(), Guid.CreateVersion7(now), ceremony, credential, body.Name);
        var on = await bus.InvokeAsync<PasskeyOn>(command, http.RequestAborted);
        return Results.Created($"/api/auth/passkeys/{on.PasskeyId:D}", new PasskeyResponse(on.PasskeyId, on.EnrolledAt));
    }

    private static async Task<PageOf<PasskeyItem>> ListAsync(ClaimsPrincipal user, IQuerySession session, CancellationToken cancellation)
    {
        var customerId = user.CustomerId();
        var all = await session.Query<PasskeyCredential>().Where(c => c.CustomerId == customerId).ToListAsync(cancellation);
        return new PageOf<PasskeyItem>([.. all.OrderByDescending(c => c.EnrolledAt).ThenByDescending(c => c.PasskeyId).Select(PasskeyItem.Of)], null);
    }

    // Text that is no id names no passkey, and is answered as such.
    private static async Task<IResult> RemoveAsync(string id, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellation)
    {
        if (!Guid.TryParse(id, out var passkeyId)) throw new RefusedException(PasskeyErrors.Unknown);
        await bus.InvokeAsync(new RemovePasskey(user.CustomerId(), user.SessionId(), passkeyId), cancellation);
        return Results.NoContent();
    }
}
