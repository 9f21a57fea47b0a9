using System.Security.Claims;
using Marketplace.Application;
using Marketplace.Domain.Customers;
using Microsoft.AspNetCore.Authorization;

namespace Marketplace.Host.Auth;

/// <summary>Who may call an endpoint.</summary>
public static class Policies
{
    /// <summary>The role of a signed-in customer; staff never have it.</summary>
    public const string CustomerRole = "customer";

    /// <summary>The roles that staff can have.</summary>
    public static IReadOnlyList<string> StaffRoles { get; } = ["support", "warehouse", "auditor", "admin"];

    /// <summary>A signed-in customer.</summary>
    public static AuthorizationPolicy Customer { get; } = Having(CustomerRole);

    /// <summary>Staff with that role.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such role: an endpoint that nobody could call is a slip of the pen.</exception>
    public static AuthorizationPolicy Role(string role) =>
        StaffRoles.Contains(role) ? Having(role) : throw new ArgumentOutOfRangeException(nameof(role), role, "No such role.");

    private static AuthorizationPolicy Having(string role) => new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireRole(role).Build();
}

/// <summary>Reads who is there.</summary>
public static class CustomerPrincipal
{
    internal const string SubjectClaim = "sub";
    internal const string SessionClaim = "sid";
    internal const string RoleClaim = "role";

    /// <summary>The signed-in customer.</summary>
    /// <exception cref="RefusedException">No customer is signed in.</exception>
    public static Guid CustomerId(this ClaimsPrincipal user) => user.FindCustomerId() ?? throw new RefusedException(CustomerErrors.SignInRequired);

    /// <summary>The signed-in customer, or null where signing in is optional. The subject of staff is no customer.</summary>
    public static Guid? FindCustomerId(this ClaimsPrincipal user) => user.IsInRole(Policies.CustomerRole) ? Id(user, SubjectClaim) : null;

    /// <summary>The customer's session that asks.</summary>
    /// <exception cref="RefusedException">No customer is signed in.</exception>
    public static Guid SessionId(this ClaimsPrincipal user) =>
        user.IsInRole(Policies.CustomerRole) && Id(user, SessionClaim) is { } id ? id : throw new RefusedException(CustomerErrors.SignInRequired);

    /// <summary>Who of the staff is there: what the authority calls them.</summary>
    /// <exception cref="RefusedException">Nobody of the staff is signed in.</exception>
    public static string StaffId(this ClaimsPrincipal user) =>
        !user.IsInRole(Policies.CustomerRole) && user.FindFirstValue(SubjectClaim) is { Length: > 0 } id ? id : throw new RefusedException(CustomerErrors.SignInRequired);

    private static Guid? Id(ClaimsPrincipal user, string claim) => Guid.TryParse(user.FindFirstValue(claim), out var id) ? id : null;
}
