using Marketplace.Domain.Customers;
using Marketplace.Host.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace Marketplace.Host.Auth;

/// <summary>Answers 401 and 403 as problems, alike for every scheme.</summary>
internal sealed class AuthorizationProblems : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded) return next(context);
        if (authorizeResult.Forbidden) return Problems.WriteAsync(context, CustomerErrors.NotAllowed);
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.WriteAsync(context, CustomerErrors.SignInRequired);
    }
}
