using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;

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
    /// <summary>The change that will make the contact the owner's; until then it is kept for it and opens nothing (S47). Null for a contact in use.</summary>
    public Guid? KeptForChange { get; init; }

    /// <summary>The id of the claim on a contact.</summary>
    public static string IdOf(Contact contact, KeyedHash hashes) => contact.Kind == ContactKind.Email
        ? $"email:{hashes.Of("email", contact.ComparisonKey())}"
        : $"phone:{hashes.Of("phone", contact.Value)}";
}
