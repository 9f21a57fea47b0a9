using System.Security.Claims;
using Marketplace.Application.Customers.Protection;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;
using Marketplace.Host.Auth;
using Marketplace.Host.Http;
using Wolverine;

namespace Marketplace.Host.Account;

/// <summary>Who the customer is. The patronymic and the day of birth may be left out.</summary>
public sealed record ProfileBody(string Surname, string Name, string? Patronymic = null, DateOnly? BirthDate = null)
{
    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => nameof(ProfileBody);
}

/// <summary>An e-mail address.</summary>
public sealed record EmailBody(Secret Email);

/// <summary>The code from the phone.</summary>
public sealed record ActivationCodeBody(Secret Code);

/// <summary>The token of a link in a letter.</summary>
public sealed record LinkTokenBody(Secret Token);

/// <summary>The steps that activate and protect an account (S10–S19).</summary>
public static class ProtectionEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapProtection(this IEndpointRouteBuilder app)
    {
        var account = app.MapGroup("/api/account").WithTags("Account").RequireAuthorization(Policies.Customer);
        account.MapPut("/profile", SaveAsync).WithSummary("Say who you are, or correct it (S13, S44)").Produces(StatusCodes.Status204NoContent)
            .Refuses("customer.name-invalid", "customer.birth-date-invalid");
        account.MapPost("/activation", ActivateAsync).WithSummary("Name an e-mail to activate the account with; a code goes to the phone (S14, S15)")
            .Produces<ActivationAnswer>(StatusCodes.Status202Accepted)
            .Refuses("auth.email-invalid", "customer.profile-missing", "customer.already-activated", "auth.resend-too-soon", "auth.too-many-codes", "auth.codes-paused", "auth.codes-closed");
        account.MapPost("/activation/confirmation", ConfirmActivationAsync).WithSummary("Enter the code: the account is activated (S15)").Produces(StatusCodes.Status204NoContent)
            .Refuses(
                "customer.no-activation", "auth.challenge-unknown", "auth.code-invalid", "auth.code-expired", "auth.code-used", "auth.attempts-exhausted",
                "auth.codes-paused", "auth.codes-closed");
        account.MapPost("/email", AddEmailAsync).WithSummary("Add an e-mail, or ask for another letter with its link (S16, S17)").Produces<EmailAnswer>(StatusCodes.Status202Accepted)
            .Refuses("auth.email-invalid", "customer.email-already-verified", "customer.email-change-needed", "customer.too-many-letters");
        app.MapPost("/api/account/email/confirmation", VerifyEmailAsync).WithTags("Account").AllowAnonymous().WithSummary("Prove the e-mail by the token of its link; no session is needed (S18)")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses("customer.link-unknown", "customer.link-expired", "customer.link-used", "customer.email-changed-since", "customer.email-taken");
    }

    private static async Task<IResult> SaveAsync(ProfileBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellation)
    {
        await bus.InvokeAsync(new SaveProfile(user.CustomerId(), new Profile(body.Surname, body.Name, body.Patronymic, body.BirthDate)), cancellation);
        return Results.NoContent();
    }

    private static async Task<IResult> ActivateAsync(EmailBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellation) =>
        Results.Accepted(null, await bus.InvokeAsync<ActivationAnswer>(new RequestActivation(user.CustomerId(), body.Email), cancellation));

    private static async Task<IResult> ConfirmActivationAsync(ActivationCodeBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellation)
    {
        await bus.InvokeAsync(new ConfirmActivation(user.CustomerId(), body.Code), cancellation);
        return Results.NoContent();
    }

    private static async Task<IResult> AddEmailAsync(EmailBody body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellation) =>
        Results.Accepted(null, await bus.InvokeAsync<EmailAnswer>(new AddEmail(user.CustomerId(), body.Email), cancellation));

    private static async Task<IResult> VerifyEmailAsync(LinkTokenBody body, IMessageBus bus, CancellationToken cancellation)
    {
        await bus.InvokeAsync(new VerifyEmail(body.Token), cancellation);
        return Results.NoContent();
    }
}
