using Marketplace.Domain.Customers;
using Marten;

namespace Marketplace.Application.Customers.Passkeys;

/// <summary>Switches a passkey off (S31).</summary>
/// <param name="CustomerId">The customer.</param>
/// <param name="SessionId">The session that asks.</param>
/// <param name="PasskeyId">Which one.</param>
public sealed record RemovePasskey(Guid CustomerId, Guid SessionId, Guid PasskeyId);

/// <summary>Handles <see cref="RemovePasskey"/>.</summary>
public static class RemovePasskeyHandler
{
    /// <summary>Deletes the key with the event: from the commit on no host finds it. Sessions that it opened stay open.</summary>
    public static async Task Handle(
        RemovePasskey command, IDocumentSession session, PasskeyPolicy policy, TimeProvider clock, CancellationToken cancellation)
    {
        var id = await session.Query<PasskeyCredential>()
            .Where(c => c.CustomerId == command.CustomerId && c.PasskeyId == command.PasskeyId).Select(c => c.Id).FirstOrDefaultAsync(cancellation);
        if (id is null) throw new RefusedException(PasskeyErrors.Unknown);
        // The lock that signing in takes too, so that a passkey in use is not written back after it was deleted.
        await session.LockAsync(PasskeyCredential.LockOf(id), cancellation);
        var stream = await session.Events.FetchForExclusiveWriting<Customer>(command.CustomerId, cancellation);
        var proof = await session.ProofOfAsync(command.CustomerId, command.SessionId, cancellation);
        stream.Append(PasskeyDecisions.Remove(stream.Existing(PasskeyErrors.Unknown), command.PasskeyId, proof, policy, clock.GetUtcNow()));
        session.Delete<PasskeyCredential>(id);
    }
}
