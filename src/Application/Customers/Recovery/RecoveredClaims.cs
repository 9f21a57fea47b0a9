using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;
using Marten;

namespace Marketplace.Application.Customers;

/// <summary>
/// The claims that a recovery moves: the new phone becomes the customer's, the old one is let go, and so is what was kept for
/// changes of contacts that end with it. All are locked in the order of their ids, so that two accounts never wait for each other.
/// </summary>
internal sealed class RecoveredClaims
{
    private readonly KeyedHash hashes;
    private readonly Guid customerId;
    private readonly string newPhone;
    private readonly Dictionary<string, ContactClaim?> locked = [];

    private RecoveredClaims(KeyedHash hashes, Guid customerId, Contact newPhone) =>
        (this.hashes, this.customerId, this.newPhone) = (hashes, customerId, ContactClaim.IdOf(newPhone, hashes));

    /// <summary>Whose the new phone is or will be; null when it is free.</summary>
    public Guid? NewPhoneIsOf => locked[newPhone]?.CustomerId;

    /// <summary>Locks and reads them; until the transaction ends nobody else can claim one of these contacts.</summary>
    public static async Task<RecoveredClaims> LockAsync(
        IDocumentSession session, KeyedHash hashes, Customer customer, Contact newPhone, CancellationToken cancellation)
    {
        var claims = new RecoveredClaims(hashes, customer.Id, newPhone);
        foreach (var id in claims.IdsOf(customer).Append(claims.newPhone).Distinct().Order(StringComparer.Ordinal))
        {
            await session.LockAsync(id, cancellation);
            claims.locked[id] = await session.LoadAsync<ContactClaim>(id, cancellation);
        }

        return claims;
    }

    /// <summary>Whether every contact that the account has or waits for is among them.</summary>
    public bool Cover(Customer customer) => IdsOf(customer).All(locked.ContainsKey);

    /// <summary>Moves them with the caller's commit. A claim of somebody else stays as it is.</summary>
    public void Move(IDocumentSession session, DateTimeOffset now)
    {
        foreach (var claim in locked.Values.OfType<ContactClaim>().Where(c => c.CustomerId == customerId && c.Id != newPhone)) session.Delete(claim);
        session.Store(new ContactClaim(newPhone, customerId, now));
    }

    private IEnumerable<string> IdsOf(Customer customer) => customer.ContactChanges
        .Select(c => Contact.Of(c.Kind, c.NewContact))
        .Append(Contact.Of(ContactKind.Phone, customer.Phone))
        .OfType<Contact>()
        .Select(c => ContactClaim.IdOf(c, hashes));
}
