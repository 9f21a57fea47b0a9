using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Marketplace.Host.Auth;

/// <summary>Tokens of staff in Development, where no authority is asked.</summary>
public static class StaffTokens
{
    /// <summary>How long one is good for.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(12);

    /// <summary>The word of the command line that asks for one.</summary>
    public const string Command = "staff-token";

    /// <summary>A token for that role, signed with this machine's own key.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such role.</exception>
    /// <exception cref="InvalidOperationException">This is not Development, or an authority is configured: it alone vouches for staff.</exception>
    public static string Issue(string role, IConfiguration configuration, IHostEnvironment environment, TimeProvider clock)
    {
        if (!Policies.StaffRoles.Contains(role)) throw new ArgumentOutOfRangeException(nameof(role), role, "No such role.");
        var staff = StaffOptions.From(configuration);
        if (!environment.IsDevelopment() || staff.Authority is { Length: > 0 })
        {
            throw new InvalidOperationException("Staff tokens are made here in Development only, and only when no Staff:Authority is configured.");
        }

        var now = clock.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = DevelopmentStaffKey.Issuer,
            Audience = staff.Audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Life,
            Subject = new ClaimsIdentity([new Claim(CustomerPrincipal.SubjectClaim, $"development-{role}"), new Claim(staff.RoleClaim, role)]),
            SigningCredentials = new SigningCredentials(DevelopmentStaffKey.Of(configuration), SecurityAlgorithms.HmacSha256),
        });
    }

    /// <summary>
    /// Runs <c>staff-token &lt;role&gt;</c> when the command line asks for it. The output has the token and nothing else, so
    /// that a shell can take it.
    /// </summary>
    /// <returns>The exit code, or null when something else is asked for.</returns>
    public static int? TryRun(
        IReadOnlyList<string> args, IConfiguration configuration, IHostEnvironment environment, TimeProvider clock, TextWriter output, TextWriter errors)
    {
        if (args is not [Command, ..]) return null;
        if (args is not [_, var role, ..] || !Policies.StaffRoles.Contains(role))
        {
            errors.WriteLine($"Usage: {Command} {string.Join('|', Policies.StaffRoles)}");
            return 2;
        }

        try
        {
            output.WriteLine(Issue(role, configuration, environment, clock));
            return 0;
        }
        catch (InvalidOperationException e)
        {
            errors.WriteLine(e.Message);
            return 1;
        }
    }
}
