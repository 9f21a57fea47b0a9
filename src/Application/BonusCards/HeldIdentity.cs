using Marketplace.Application.Customers;
using Marketplace.Application.Privacy;
using Marketplace.Domain.BonusCards;
using Marketplace.Domain.Values;
using Marten;

namespace Marketplace.Application.BonusCards;

/// <summary>
/// Which live card an identity has. The primary key is the passport as a keyed hash, so the database admits one card a person,
/// however many accounts they open (S60). It is gone once the card is closed.
/// </summary>
/// <param name="Id">The keyed hash.</param>
/// <param name="CustomerId">Whose card it is.</param>
/// <param name="HeldAt">Since when.</param>
public sealed record HeldIdentity(string Id, Guid CustomerId, DateTimeOffset HeldAt);

/// <summary>Takes and frees identities.</summary>
public sealed class HeldIdentities(KeyedHash hashes)
{
    /// <summary>Takes the identity for this customer's card. Until the caller's transaction ends nobody else can take it.</summary>
    /// <exception cref="RefusedException">It has a live card in another account.</exception>
    public async Task HoldAsync(IDocumentSession session, PassportNumber passport, Guid customerId, DateTimeOffset now, CancellationToken cancellation)
    {
        var id = hashes.Of("card-identity", passport.Value);
        await session.LockAsync($"card-identity:{id}", cancellation);
        var held = await session.LoadAsync<HeldIdentity>(id, cancellation);
        if (held is not null && held.CustomerId != customerId) throw new RefusedException(BonusCardErrors.IdentityInUse);
        session.Store(new HeldIdentity(id, customerId, now));
    }

    /// <summary>Frees whatever the customer's card held.</summary>
    public static void Free(IDocumentSession session, Guid customerId) => session.DeleteWhere<HeldIdentity>(h => h.CustomerId == customerId);
}
