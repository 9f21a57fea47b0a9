using System.Security.Claims;
using Marketplace.Application.Customers.Contacts;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;
using Marketplace.Host.Auth;
using Marketplace.Host.Http;
using Marten;
using Wolverine;

namespace Marketplace.Host.Account;

/// <summary>The contact that is to come: a phone or an e-mail.</summary>
public sealed record ContactChangeBody(Secret? Phone = null, Secret? Email = null);

/// <summary>The code from the new contact, and the one from the phone of now. Without the second the change waits fourteen days.</summary>
public sealed record ContactCodesBody(Secret NewCode, Secret? OldCode = null);

/// <summary>Another phone or e-mail for an account (S45–S48).</summary>
public static class ContactEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapContacts(this IEndpointRouteBuilder app)
    {
        var changes = app.MapGroup("/api/account/contact-changes").WithTags("Contacts").RequireAuthorization(Policies.Customer);
        changes.MapPost("/", RequestAsync).WithSummary("Ask for another phone or e-mail; codes go to the phone of now and to the new contact (S45, S46)")
            .Produces<ContactChangeAnswer>(StatusCodes.Status202Accepted)
            .Refuses(
                "auth.phone-invalid", "auth.email-invalid", "auth.one-contact", "customer.account-restricted", "customer.contact-unchanged", "customer.change-already-pending",
                "auth.resend-too-soon", "auth.too-many-codes", "auth.codes-paused", "auth.codes-closed");
        changes.MapGet("/{id:guid}", GetAsync).WithSummary("How far a change has come (S47)").Produces<ContactChangeView>().Refuses("customer.change-unknown");
        changes.MapPost("/{id:guid}/confirmation", ConfirmAsync).WithSummary("Enter the codes: both change the contact at once, the new one alone after fourteen days (S46, S47)")
            .Produces<ContactChangeView>()
            .Refuses(
                "customer.change-unknown", "customer.no-pending-change", "customer.change-expired", "customer.phone-taken", "customer.email-taken", "auth.challenge-unknown",
                "auth.code-invalid", "auth.code-expired", "auth.code-used", "auth.attempts-exhausted", "auth.codes-paused", "auth.codes-closed");
        changes.MapDelete("/{id:guid}", CancelAsync).WithSummary("Take a change back (S48)").Produces(StatusCodes.Status204NoContent)
            .Refuses("customer.change-unknown", "customer.no-pending-change");
        app.MapPost("/api/contact-changes/{cancelToken}/cancellation", CancelByLinkAsync).WithTags("Contacts").AllowAnonymous()
            .WithSummary("Take a change back by the link of a warning; no session is needed (D11)").Produces(StatusCodes.Status204NoContent)
            .Refuses("customer.link-unknown", "customer.deleted", "customer.change-unknown", "customer.no-pending-change");
    }

    private static async Task<IResult> RequestAsync(ContactChangeBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellation)
    {
        var answer = await bus.InvokeAsync<ContactChangeAnswer>(new RequestContactChange(user.CustomerId(), body.Phone, body.Email), cancellation);
        return Results.Accepted($"/api/account/contact-changes/{answer.ChangeId}", answer);
    }

    private static async Task<IResult> GetAsync(
        Guid id, ClaimsPrincipal user, IMessageBus bus, DueContactChanges due, IQuerySession session, CancellationToken cancellation)
    {
        await due.SettleAsync(bus, user.CustomerId(), cancellation);
        var events = await session.Events.FetchStreamAsync(user.CustomerId(), token: cancellation);
        return ContactChangeView.Of(events.Select(e => (CustomerEvent)e.Data), id) is { } view ? Results.Ok(view) : Problems.Of(ContactErrors.ChangeUnknown);
    }

    private static async Task<IResult> ConfirmAsync(
        Guid id, ContactCodesBody body, ClaimsPrincipal user, IMessageBus bus, DueContactChanges due, IQuerySession session, CancellationToken cancellation)
    {
        await bus.InvokeAsync(new ConfirmContactChange(user.CustomerId(), user.SessionId(), id, body.NewCode, body.OldCode), cancellation);
        return await GetAsync(id, user, bus, due, session, cancellation);
    }

    private static async Task<IResult> CancelAsync(Guid id, ClaimsPrincipal user, IMessageBus bus, DueContactChanges due, CancellationToken cancellation)
    {
        await due.SettleAsync(bus, user.CustomerId(), cancellation);
        await bus.InvokeAsync(new CancelContactChange(user.CustomerId(), id), cancellation);
        return Results.NoContent();
    }

    private static async Task<IResult> CancelByLinkAsync(string cancelToken, IMessageBus bus, CancellationToken cancellation)
    {
        await bus.InvokeAsync(new CancelContactChangeByLink(new Secret(cancelToken)), cancellation);
        return Results.NoContent();
    }
}
