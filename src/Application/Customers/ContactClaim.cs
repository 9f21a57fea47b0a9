using Marketplace.Application.Privacy;
using Marketplace.Domain.Values;

namespace Marketplace.Application.Customers;

/// <summary>
/// Whose a verified contact is. The primary key is the contact itself as a keyed hash, so the database admits one owner (S8).
/// It is written and deleted while <see cref="TransactionLock"/> is held on its id.
/// </summary>
/// <param name="Id">The kind of contact and its keyed hash.</param>
/// <param name="CustomerId">The owner.</param>
/// <param name="ClaimedAt">When it was proved.</param>
public sealed record ContactClaim(string Id, Guid CustomerId, DateTimeOffset ClaimedAt)
{
    /// <summary>The id of the claim on a phone.</summary>
    public static string IdOf(PhoneNumber phone, KeyedHash hashes) => $"phone:{hashes.Of("phone", phone.Value)}";
}
