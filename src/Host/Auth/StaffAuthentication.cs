using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Marketplace.Host.Auth;

/// <summary>Knows staff by a signed token: of the configured authority, or in Development of this machine's own key.</summary>
internal sealed class StaffAuthentication(IConfiguration configuration, IHostEnvironment environment, TimeProvider clock)
    : IConfigureNamedOptions<JwtBearerOptions>
{
    private static readonly string[] AuthorityAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.EcdsaSha256];
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    public void Configure(JwtBearerOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, JwtBearerOptions options)
    {
        if (name != Schemes.Staff) return;
        var staff = StaffOptions.From(configuration);
        options.MapInboundClaims = false;
        options.TokenValidationParameters = Rules(staff);
        if (staff.Authority is { Length: > 0 } authority) Believe(options, staff, authority);
        else if (environment.IsDevelopment()) BelieveOwnKey(options.TokenValidationParameters);
        options.Events = new JwtBearerEvents { OnTokenValidated = context => OnlyStaff(context, staff) };
    }

    private TokenValidationParameters Rules(StaffOptions staff) => new()
    {
        ValidAudience = staff.Audience,
        RequireExpirationTime = true,
        LifetimeValidator = (notBefore, expires, _, _) => IsTimely(notBefore, expires, clock.GetUtcNow().UtcDateTime),
    };

    /// <summary>Whether a token is good at that time. The skew is the clock's: the token's times may be the first or the last there are.</summary>
    internal static bool IsTimely(DateTime? notBefore, DateTime? expires, DateTime now) =>
        expires is { } end && now - ClockSkew < end && (notBefore is not { } begin || begin <= now + ClockSkew);

    private void Believe(JwtBearerOptions options, StaffOptions staff, string authority)
    {
        options.Authority = authority;
        options.RequireHttpsMetadata = !environment.IsDevelopment();
        options.TokenValidationParameters.ValidAlgorithms = staff.Algorithms is { Count: > 0 } configured ? configured : AuthorityAlgorithms;
    }

    private void BelieveOwnKey(TokenValidationParameters rules)
    {
        rules.ValidIssuer = DevelopmentStaffKey.Issuer;
        rules.IssuerSigningKey = DevelopmentStaffKey.Of(configuration);
        rules.ValidAlgorithms = [SecurityAlgorithms.HmacSha256];
    }

    /// <summary>Takes the subject and the roles we know, and nothing else: an authority cannot make anybody a customer.</summary>
    private static Task OnlyStaff(TokenValidatedContext context, StaffOptions staff)
    {
        var roles = context.Principal!.FindAll(staff.RoleClaim).Select(c => c.Value).Where(Policies.StaffRoles.Contains).Distinct();
        var subject = context.Principal.FindFirstValue(CustomerPrincipal.SubjectClaim);
        if (string.IsNullOrEmpty(subject)) context.Fail("The token has no subject.");
        else context.Principal = PrincipalOf(subject, roles);
        return Task.CompletedTask;
    }

    private static ClaimsPrincipal PrincipalOf(string subject, IEnumerable<string> roles) => new(new ClaimsIdentity(
        [new Claim(CustomerPrincipal.SubjectClaim, subject), .. roles.Select(role => new Claim(CustomerPrincipal.RoleClaim, role))],
        Schemes.Staff,
        CustomerPrincipal.SubjectClaim,
        CustomerPrincipal.RoleClaim));
}
