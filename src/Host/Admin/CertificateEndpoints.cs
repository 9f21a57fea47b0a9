using System.Security.Claims;
using Marketplace.Application.Certificates;
using Marketplace.Application.Idempotency;
using Marketplace.Host.Auth;
using Marketplace.Host.Http;

namespace Marketplace.Host.Admin;

/// <summary>A batch of gift certificates: the face value of each in kopecks, how many, and from when on they are worth nothing.</summary>
public sealed record IssueCertificatesBody(Amount Amount, int Count, DateTimeOffset ExpiresAt);

/// <summary>Where staff issue gift certificates.</summary>
public static class CertificateEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapCertificates(this IEndpointRouteBuilder app) => app.MapPost("/api/admin/certificates", Issue)
        .WithTags("Administration").RequireAuthorization(Policies.Role("admin"))
        .WithSummary("Issue gift certificates; their codes are shown in this answer and never again, a repeat has none (S87)")
        .Produces<CertificateBatch>(StatusCodes.Status201Created)
        .Refuses("certificate.amount-out-of-range", "certificate.count-out-of-range", "certificate.expiry-out-of-range");

    private static Task<IResult> Issue(IssueCertificatesBody body, ClaimsPrincipal user, Once once) => once.RunAsync(
        RequestKey.House,
        key => new IssueCertificates(
            key.NewId(), body.Amount.Kopecks, body.Count, body.ExpiresAt.ToUniversalTime(), user.FindFirstValue(CustomerPrincipal.SubjectClaim) ?? "staff", key),
        (CertificateBatch batch) => Results.Created((string?)null, batch));
}
