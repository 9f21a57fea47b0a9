using Marketplace.Domain.Customers;
using Marten;

namespace Marketplace.Application.Customers;

/// <summary>Finds recoveries. A recovery is named like the challenge of its letter, so the row of the one leads to the other.</summary>
internal static class Recoveries
{
    /// <summary>What the code of the letter opens.</summary>
    public static CodeUse Letter(Guid customerId) => new(ChallengePurpose.Recovery, customerId);

    /// <summary>What the code on the new phone opens.</summary>
    public static CodeUse NewPhone(Guid customerId, Guid recoveryId) => new(ChallengePurpose.RecoveryPhone, customerId, recoveryId.ToString("D"));

    /// <summary>The account of a recovery under way, read without a lock: what is decided must be decided on a locked stream.</summary>
    /// <exception cref="RefusedException">There is no such recovery, or it is over; told alike.</exception>
    public static async Task<Customer> FindAsync(IDocumentStore store, Guid recoveryId, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        var letter = await session.LoadAsync<Challenge>(recoveryId, cancellation);
        if (letter is not { Purpose: ChallengePurpose.Recovery, CustomerId: { } customerId }) throw new RefusedException(RecoveryErrors.Unknown);
        var customer = await session.LoadAsync<Customer>(customerId, cancellation);
        return customer is not null && RecoveryDecisions.Open(customer, recoveryId, now) is not null
            ? customer
            : throw new RefusedException(RecoveryErrors.Unknown);
    }
}
