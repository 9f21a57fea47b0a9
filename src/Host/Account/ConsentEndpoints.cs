using System.Security.Claims;
using Marketplace.Application.Customers;
using Marketplace.Host.Auth;
using Marketplace.Host.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Wolverine;

namespace Marketplace.Host.Account;

/// <summary>Asks for the news.</summary>
/// <param name="Source">Where the customer said so, in a word; <c>account</c> when nothing is said.</param>
public sealed record NewsletterBody(string? Source = null);

/// <summary>Consents that the customer gives and takes back here (S57, S78, S79).</summary>
public static class ConsentEndpoints
{
    private const string Here = "account";

    /// <summary>Maps them under the account.</summary>
    public static void MapConsents(this RouteGroupBuilder account)
    {
        account.MapPut("/newsletter", SubscribeAsync).WithSummary("Ask for the news; twice is once (S78)")
            .Produces(StatusCodes.Status204NoContent).Refuses("customer.newsletter-source-invalid");
        account.MapDelete("/newsletter", UnsubscribeAsync).WithSummary("Refuse the news, in one step and at once (S79)").Produces(StatusCodes.Status204NoContent);
        account.MapDelete("/consents/personal-data", RevokeAsync).WithSummary("Take the consent to the processing of personal data back (S57)")
            .Produces(StatusCodes.Status204NoContent).Refuses("customer.consent-in-use");
    }

    private static async Task<IResult> SubscribeAsync(
        [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] NewsletterBody? body,
        ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellation)
    {
        await bus.InvokeAsync(new SubscribeToNewsletter(user.CustomerId(), body?.Source ?? Here), cancellation);
        return Results.NoContent();
    }

    private static async Task<IResult> UnsubscribeAsync(ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellation)
    {
        await bus.InvokeAsync(new UnsubscribeFromNewsletter(user.CustomerId(), Here), cancellation);
        return Results.NoContent();
    }

    private static async Task<IResult> RevokeAsync(ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellation)
    {
        await bus.InvokeAsync(new RevokePersonalDataConsent(user.CustomerId()), cancellation);
        return Results.NoContent();
    }
}
