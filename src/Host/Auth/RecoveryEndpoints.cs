using Marketplace.Application.Customers;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;
using Marketplace.Host.Http;
using Wolverine;

namespace Marketplace.Host.Auth;

/// <summary>One step of a recovery; which one follows from what is given.</summary>
/// <param name="RecoveryId">The recovery, as the letter says.</param>
/// <param name="Code">First step: the code of the letter.</param>
/// <param name="Phone">First step: the new phone.</param>
/// <param name="ChallengeId">Second step: the <c>challengeId</c> of the first. Alone it asks for another code to the same phone.</param>
/// <param name="PhoneCode">Second step: the code from the new phone.</param>
public sealed record RecoveryBody(Guid RecoveryId, Secret? Code = null, Secret? Phone = null, Guid? ChallengeId = null, Secret? PhoneCode = null);

/// <summary>The customer's side of a recovery that support has begun (S50, S51).</summary>
public static class RecoveryEndpoints
{
    /// <summary>Maps it.</summary>
    public static void MapRecovery(this IEndpointRouteBuilder app) => app.MapPost("/api/recovery/confirmation", ConfirmAsync)
        .WithTags("Sign-in").AllowAnonymous()
        .WithSummary("Recover an account: first the code of the letter and a new phone, then the code of that phone (S50, S51)")
        .Produces<RecoveryPhoneAsked>(StatusCodes.Status202Accepted).Produces<RecoveryAnswer>()
        .Refuses(
            "customer.recovery-unknown", "customer.recovery-step-unclear", "customer.phone-taken", "customer.phone-unchanged", "auth.phone-invalid",
            "auth.challenge-unknown", "auth.code-invalid", "auth.code-expired", "auth.code-used", "auth.attempts-exhausted", "auth.codes-paused",
            "auth.codes-closed", "auth.resend-too-soon", "auth.too-many-codes", "concurrency.conflict");

    private static async Task<IResult> ConfirmAsync(RecoveryBody body, HttpContext http, ClientAddresses addresses, IMessageBus bus)
    {
        http.Response.Headers.CacheControl = "no-store";
        var cancellation = http.RequestAborted;
        return body switch
        {
            { Code: { } code, Phone: { } phone, ChallengeId: null, PhoneCode: null } =>
                Asked(await bus.InvokeAsync<RecoveryPhoneAsked>(new NameRecoveryPhone(body.RecoveryId, code, phone, addresses.Of(http)), cancellation)),
            { Code: null, Phone: null, ChallengeId: { } challengeId, PhoneCode: { } code } =>
                Results.Ok(await bus.InvokeAsync<RecoveryAnswer>(new CompleteRecovery(body.RecoveryId, challengeId, code), cancellation)),
            { Code: null, Phone: null, ChallengeId: { } challengeId, PhoneCode: null } =>
                Asked(await bus.InvokeAsync<RecoveryPhoneAsked>(new SendRecoveryCodeAgain(body.RecoveryId, challengeId, addresses.Of(http)), cancellation)),
            _ => Problems.Of(RecoveryErrors.StepUnclear),
        };
    }

    private static IResult Asked(RecoveryPhoneAsked asked) => Results.Json(asked, statusCode: StatusCodes.Status202Accepted);
}
