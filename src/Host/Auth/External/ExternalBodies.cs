using Marketplace.Application.Customers.External;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;

namespace Marketplace.Host.Auth.External;

/// <summary>Where to go.</summary>
/// <param name="Location">The provider's page; open it in the browser that got the cookie of this answer.</param>
public sealed record DepartureResponse(string Location)
{
    /// <summary>Prints no state.</summary>
    public override string ToString() => nameof(DepartureResponse);
}

/// <summary>An identity elsewhere that opens the account from now on.</summary>
/// <param name="IdentityId">Its name.</param>
/// <param name="Provider">Who vouches.</param>
/// <param name="LinkedAt">When it was linked.</param>
/// <param name="IsNew">Whether it was linked just now.</param>
public sealed record ExternalIdentityResponse(Guid IdentityId, ExternalProvider Provider, DateTimeOffset LinkedAt, bool IsNew)
{
    internal static ExternalIdentityResponse Of(IdentityLinked linked) => new(linked.IdentityId, linked.Provider, linked.LinkedAt, linked.IsNew);
}

/// <summary>What a provider gives the browser on its way back. A parameter that comes twice is none: who knows which is meant.</summary>
/// <param name="State">The state; empty when there is none.</param>
/// <param name="Code">The code; empty when the provider refused.</param>
/// <param name="Issuer">Who says so (RFC 9207), if the provider tells.</param>
internal sealed record Arrival(Secret State, Secret Code, string? Issuer)
{
    public static Arrival Of(IQueryCollection query) =>
        new(new Secret(One(query, "state") ?? ""), new Secret(query.ContainsKey("error") ? "" : One(query, "code") ?? ""), One(query, "iss"));

    private static string? One(IQueryCollection query, string name) => query[name] is { Count: 1 } values ? values[0] : null;
}
