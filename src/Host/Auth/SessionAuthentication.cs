using System.Security.Claims;
using System.Text.Encodings.Web;
using Marketplace.Application.Customers;
using Marketplace.Application.Customers.Sessions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Marketplace.Host.Auth;

/// <summary>Knows a customer by the token of a live session.</summary>
public sealed class SessionAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, LiveSessions sessions)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <inheritdoc />
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Context.GetEndpoint()?.Metadata.GetMetadata<AnswersAnybody>() is not null) return AuthenticateResult.NoResult();
        if (Schemes.TokenOf(Request) is not { } token) return AuthenticateResult.NoResult();
        if (!token.StartsWith(SessionTokens.Prefix, StringComparison.Ordinal)) return AuthenticateResult.Fail("Not a session's token.");
        return await sessions.FindAsync(token, Context.RequestAborted) is { } session
            ? AuthenticateResult.Success(new AuthenticationTicket(PrincipalOf(session), Scheme.Name))
            : AuthenticateResult.Fail("No live session has this token.");
    }

    private ClaimsPrincipal PrincipalOf(LiveSession session) => new(new ClaimsIdentity(
        [
            new Claim(CustomerPrincipal.SubjectClaim, session.CustomerId.ToString("D")),
            new Claim(CustomerPrincipal.SessionClaim, session.SessionId.ToString("D")),
            new Claim(CustomerPrincipal.RoleClaim, Policies.CustomerRole),
        ],
        Scheme.Name,
        CustomerPrincipal.SubjectClaim,
        CustomerPrincipal.RoleClaim));
}

/// <summary>Marks an endpoint whose answer does not depend on who asks: no session is looked up, so it answers without a database.</summary>
public sealed class AnswersAnybody;
