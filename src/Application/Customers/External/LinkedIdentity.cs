using System.Globalization;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;

namespace Marketplace.Application.Customers.External;

/// <summary>Somebody for whom a provider vouched: the token was verified.</summary>
/// <param name="Provider">Who vouches.</param>
/// <param name="Issuer">The issuer in the token, exactly.</param>
/// <param name="Subject">What the issuer calls the person. An e-mail or a phone is not asked for and would not be believed.</param>
public sealed record VerifiedIdentity(ExternalProvider Provider, string Issuer, Secret Subject);

/// <summary>
/// Whom an identity elsewhere opens. The primary key is the identity itself as a keyed hash, so the database admits one owner.
/// It is written while <see cref="TransactionLock"/> is held on its id.
/// </summary>
/// <param name="Id">The keyed hash of provider, issuer and subject.</param>
/// <param name="CustomerId">The account that it opens.</param>
/// <param name="IdentityId">Its name in the account's events.</param>
/// <param name="Provider">Who vouches.</param>
/// <param name="LinkedAt">When it was linked.</param>
public sealed record LinkedIdentity(string Id, Guid CustomerId, Guid IdentityId, ExternalProvider Provider, DateTimeOffset LinkedAt)
{
    /// <summary>The id of an identity's row. The length makes it plain where the issuer ends.</summary>
    public static string IdOf(VerifiedIdentity identity, KeyedHash hashes) => "external:" + hashes.Of(
        "external-identity",
        string.Create(CultureInfo.InvariantCulture, $"{identity.Provider}:{identity.Issuer.Length}:{identity.Issuer}{identity.Subject.Reveal()}"));
}
