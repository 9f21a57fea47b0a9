using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;
using Marten;
using Wolverine;

namespace Marketplace.Application.Customers.Passkeys;

/// <summary>Signs in by a passkey whose signature the passkey handler verified (S30).</summary>
/// <param name="Ceremony">The question that the device answered.</param>
/// <param name="CustomerId">Whose passkey it is.</param>
/// <param name="CredentialKey">The key of the credential's document.</param>
/// <param name="SignCount">How many signatures the device says that it has made.</param>
/// <param name="BackedUp">Whether the device has copied the key elsewhere.</param>
/// <param name="AcceptedTerms">The version of the terms that is accepted; needed after they have changed (S5).</param>
/// <param name="Client">What the device calls itself.</param>
public sealed record SignInByPasskey(
    PasskeyCeremony Ceremony, Guid CustomerId, string CredentialKey, long SignCount, bool BackedUp, string? AcceptedTerms, Secret? Client);

/// <summary>Handles <see cref="SignInByPasskey"/>.</summary>
public static class SignInByPasskeyHandler
{
    /// <summary>Uses the question up, notes the device's count and opens the session: all or nothing.</summary>
    public static async Task<SignedIn> Handle(
        SignInByPasskey command, IDocumentSession session, IMessageBus bus, Accounts accounts, TimeProvider clock, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        accounts.CheckClient(command.Client);
        if (!await PasskeyCeremonies.TryUseAsync(session, bus, command.Ceremony, cancellation)) throw new RefusedException(PasskeyErrors.Invalid);
        await session.LockAsync(PasskeyCredential.LockOf(command.CredentialKey), cancellation);
        // Read again below the lock: since the signature was verified it may have been switched off, or used by a copy.
        if (await session.LoadAsync<PasskeyCredential>(command.CredentialKey, cancellation) is not { } passkey
            || passkey.CustomerId != command.CustomerId
            || !PasskeyDecisions.CountsOn(passkey.SignCount, command.SignCount)) throw new RefusedException(PasskeyErrors.Invalid);
        session.Store(passkey with { SignCount = command.SignCount, BackedUp = command.BackedUp, LastUsedAt = now });
        return await accounts.SignInAsync(session, command.CustomerId, SignInMethod.Passkey, command.AcceptedTerms, command.Client, now, cancellation);
    }
}
