using System.Buffers.Text;
using Marketplace.Application.Privacy;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marten;
using Wolverine;

namespace Marketplace.Application.Customers.Passkeys;

/// <summary>A key that a device has made, as the passkey handler verified it.</summary>
public sealed record VerifiedCredential(byte[] CredentialId, byte[] PublicKey, long SignCount, bool BackupEligible, bool BackedUp)
{
    /// <summary>Prints no key.</summary>
    public override string ToString() => nameof(VerifiedCredential);
}

/// <summary>Switches a passkey on (S31).</summary>
/// <param name="CustomerId">The customer.</param>
/// <param name="SessionId">The session that asks.</param>
/// <param name="PasskeyId">What it will be called in paths.</param>
/// <param name="Ceremony">The question that the device answered.</param>
/// <param name="Credential">The key.</param>
/// <param name="Name">What the customer calls it.</param>
public sealed record EnrolPasskey(
    Guid CustomerId, Guid SessionId, Guid PasskeyId, PasskeyCeremony Ceremony, VerifiedCredential Credential, Secret? Name);

/// <summary>It is on.</summary>
public sealed record PasskeyOn(Guid PasskeyId, DateTimeOffset EnrolledAt);

/// <summary>Handles <see cref="EnrolPasskey"/>.</summary>
public static class EnrolPasskeyHandler
{
    /// <summary>Uses the question up, and keeps the key beside the event.</summary>
    public static async Task<PasskeyOn> Handle(
        EnrolPasskey command, IDocumentSession session, IMessageBus bus, PasskeyPolicy policy, TimeProvider clock, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (command.Name?.Reveal().Length > policy.LongestName) throw new RefusedException(PasskeyErrors.NameTooLong(policy.LongestName));
        if (!await PasskeyCeremonies.TryUseAsync(session, bus, command.Ceremony, cancellation)) throw new RefusedException(PasskeyErrors.EnrolmentInvalid);
        var id = PasskeyCredential.IdOf(command.Credential.CredentialId);
        await session.LockAsync(PasskeyCredential.LockOf(id), cancellation);
        if (await session.LoadAsync<PasskeyCredential>(id, cancellation) is not null) throw new RefusedException(PasskeyErrors.EnrolmentInvalid);
        var stream = await session.Events.FetchForExclusiveWriting<Customer>(command.CustomerId, cancellation);
        var proof = await session.ProofOfAsync(command.CustomerId, command.SessionId, cancellation);
        var name = command.Name is { } given ? new Pii<string>(command.CustomerId, "passkey-name", given.Reveal()) : null;
        stream.Append(PasskeyDecisions.Enrol(stream.Existing(CustomerErrors.SignInRequired), command.PasskeyId, name, proof, policy, now));
        session.Insert(Kept(id, command, name, now));
        return new PasskeyOn(command.PasskeyId, now);
    }

    private static PasskeyCredential Kept(string id, EnrolPasskey command, Pii<string>? name, DateTimeOffset now) => new(
        id,
        command.PasskeyId,
        command.CustomerId,
        new Pii<string>(command.CustomerId, "passkey", Base64Url.EncodeToString(command.Credential.CredentialId)),
        Base64Url.EncodeToString(command.Credential.PublicKey),
        command.Credential.SignCount,
        command.Credential.BackupEligible,
        command.Credential.BackedUp,
        name,
        now,
        null);
}
