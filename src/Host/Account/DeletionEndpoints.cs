using System.Security.Claims;
using Marketplace.Application.Customers.Deletion;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;
using Marketplace.Host.Auth;
using Marketplace.Host.Http;
using Wolverine;

namespace Marketplace.Host.Account;

/// <summary>Asks for the account's deletion.</summary>
/// <param name="Reason">Why; one of the words.</param>
/// <param name="Comment">More about it, at most 1000 characters.</param>
/// <param name="Channel">Where the code goes: <c>phone</c>, or the verified <c>email</c>.</param>
public sealed record DeletionBody(DeletionReason? Reason = null, Secret? Comment = null, ContactKind Channel = ContactKind.Phone);

/// <summary>The code from the phone or the letter.</summary>
public sealed record DeletionCodeBody(Secret Code);

/// <summary>How an account ends (S94–S100).</summary>
public static class DeletionEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapDeletion(this IEndpointRouteBuilder app)
    {
        var deletion = app.MapGroup("/api/account/deletion").WithTags("Account").RequireAuthorization(Policies.Customer);
        deletion.MapPost("/", RequestAsync).WithSummary("Ask for the account's deletion; a code goes to the phone or the e-mail (S94–S99)")
            .Produces<DeletionAnswer>(StatusCodes.Status202Accepted)
            .Refuses(
                "customer.deletion-reason-missing", "customer.deletion-comment-too-long", "customer.deletion-blocked", "customer.no-verified-email",
                "customer.contact-change-pending", "customer.cooling-off", "auth.resend-too-soon", "auth.too-many-codes", "auth.codes-paused", "auth.codes-closed");
        deletion.MapPost("/confirmation", ConfirmAsync)
            .WithSummary("Enter the code: every session ends at once, and within minutes nothing personal can be read any more (S99, S100)")
            .Produces(StatusCodes.Status202Accepted)
            .Refuses(
                "customer.deletion-not-requested", "customer.deletion-blocked", "customer.contact-change-pending", "customer.cooling-off", "auth.challenge-unknown",
                "auth.code-invalid", "auth.code-expired", "auth.code-used", "auth.attempts-exhausted", "auth.codes-paused", "auth.codes-closed");
        deletion.MapDelete("/", WithdrawAsync).WithSummary("Take the request back before it is confirmed (D8)").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> RequestAsync(DeletionBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellation) =>
        Results.Accepted(null, await bus.InvokeAsync<DeletionAnswer>(new RequestDeletion(user.CustomerId(), body.Reason, body.Comment, body.Channel), cancellation));

    private static async Task<IResult> ConfirmAsync(DeletionCodeBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellation)
    {
        await bus.InvokeAsync(new ConfirmDeletion(user.CustomerId(), body.Code), cancellation);
        return Results.Accepted();
    }

    private static async Task<IResult> WithdrawAsync(ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellation)
    {
        await bus.InvokeAsync(new WithdrawDeletion(user.CustomerId()), cancellation);
        return Results.NoContent();
    }
}
