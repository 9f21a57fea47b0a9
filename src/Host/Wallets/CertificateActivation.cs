using System.Security.Claims;
using Marketplace.Application.Certificates;
using Marketplace.Application.Privacy;
using Marketplace.Host.Auth;
using Marketplace.Host.Http;

namespace Marketplace.Host.Wallets;

/// <summary>The code of a gift certificate, in any case, with or without its groups.</summary>
public sealed record CertificateBody(Secret Code);

/// <summary>Where customers activate gift certificates.</summary>
public static class CertificateActivation
{
    /// <summary>Maps it.</summary>
    public static void MapCertificateActivation(this IEndpointRouteBuilder app) => app.MapPost("/api/wallet/certificates", Activate)
        .WithTags("Wallet").RequireAuthorization(Policies.Customer)
        .WithSummary("Activate a gift certificate: its whole face value comes into the wallet, once (S87)")
        .Produces<CertificateAnswer>(StatusCodes.Status201Created)
        .Refuses("certificate.unknown", "certificate.used", "certificate.expired", "certificate.too-many-attempts");

    private static Task<IResult> Activate(CertificateBody body, HttpContext http, ClientAddresses addresses, ClaimsPrincipal user, Once once) => once.RunAsync(
        user.CustomerId(),
        key => new ActivateCertificate(user.CustomerId(), body.Code, addresses.Of(http), key),
        (CertificateAnswer answer) => Results.Created("/api/wallet", answer));
}
