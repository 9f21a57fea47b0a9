using Marketplace.Application.Privacy;
using Microsoft.IdentityModel.Tokens;

namespace Marketplace.Host.Auth;

/// <summary>Who vouches for staff (section <c>Staff</c>).</summary>
public sealed record StaffOptions
{
    /// <summary>The OpenID Connect authority. Without one there is no staff, except in Development.</summary>
    public string? Authority { get; init; }

    /// <summary>What its tokens must be made for.</summary>
    public string Audience { get; init; } = "marketplace";

    /// <summary>The claim that holds the roles.</summary>
    public string RoleClaim { get; init; } = "roles";

    /// <summary>The signatures that are believed.</summary>
    public IReadOnlyList<string> Algorithms { get; init; } = [];

    internal static StaffOptions From(IConfiguration configuration) => configuration.GetSection("Staff").Get<StaffOptions>() ?? new();
}

/// <summary>The key of this machine that stands in for an authority in Development.</summary>
internal static class DevelopmentStaffKey
{
    public const string Issuer = "marketplace-development";

    public static SymmetricSecurityKey Of(IConfiguration configuration) =>
        new(SecretFile.ReadOrCreate(Path.Combine(DataFolder.Of(configuration), "secrets", "StaffKey")));
}
