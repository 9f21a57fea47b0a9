using Marketplace.Domain.Customers;
using Marten;

namespace Marketplace.Application.Customers.Passkeys;

/// <summary>Reads how the owner of the asking session proved to be the customer.</summary>
internal static class PasskeyOwners
{
    /// <summary>The proof. Signing in makes a new session, so its beginning is the age of the proof.</summary>
    /// <exception cref="RefusedException">The session has been closed meanwhile.</exception>
    public static async Task<SignInProof> ProofOfAsync(this IQuerySession session, Guid customerId, Guid sessionId, CancellationToken cancellation) =>
        await session.Query<Session>().FirstOrDefaultAsync(s => s.CustomerId == customerId && s.SessionId == sessionId, cancellation) is { } asking
            ? new SignInProof(asking.Method, asking.CreatedAt)
            : throw new RefusedException(CustomerErrors.SignInRequired);
}
