using System.Buffers.Text;
using Marketplace.Application.Customers.Passkeys;
using Marten;
using Microsoft.AspNetCore.Identity;

namespace Marketplace.Host.Auth.Passkeys;

/// <summary>
/// Our documents, as the framework's passkey handler wants to read them. It never writes: what it verified is written by
/// commands, in one transaction with its effect.
/// </summary>
public sealed class PasskeyReader(IDocumentStore store) : IUserPasskeyStore<PasskeyOwner>
{
    /// <inheritdoc />
    public Task<string> GetUserIdAsync(PasskeyOwner user, CancellationToken cancellationToken) => Task.FromResult(user.Handle);

    /// <inheritdoc />
    public Task<PasskeyOwner?> FindByIdAsync(string userId, CancellationToken cancellationToken) => Task.FromResult(PasskeyOwner.Of(userId));

    /// <inheritdoc />
    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(PasskeyOwner user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var all = await session.Query<PasskeyCredential>().Where(c => c.CustomerId == user.CustomerId).ToListAsync(cancellationToken);
        // The id of an erased customer's passkey cannot be read any more.
        return [.. all.Where(c => !c.CredentialId.IsErased).Select(c => InfoOf(c, Base64Url.DecodeFromChars(c.CredentialId.Value)))];
    }

    /// <inheritdoc />
    public async Task<PasskeyOwner?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await FindAsync(credentialId, cancellationToken) is { } found ? new PasskeyOwner(found.CustomerId) : null;

    /// <inheritdoc />
    public async Task<UserPasskeyInfo?> FindPasskeyAsync(PasskeyOwner user, byte[] credentialId, CancellationToken cancellationToken) =>
        await FindAsync(credentialId, cancellationToken) is { } found && found.CustomerId == user.CustomerId ? InfoOf(found, credentialId) : null;

    /// <inheritdoc />
    public void Dispose()
    {
        // The store is the host's.
    }

    private async Task<PasskeyCredential?> FindAsync(byte[] credentialId, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<PasskeyCredential>(PasskeyCredential.IdOf(credentialId), cancellation);
    }

    // The first statement of the device is not kept: nothing here is decided by it again.
    private static UserPasskeyInfo InfoOf(PasskeyCredential kept, byte[] credentialId) => new(
        credentialId,
        Base64Url.DecodeFromChars(kept.PublicKey),
        kept.EnrolledAt,
        (uint)kept.SignCount,
        transports: null,
        isUserVerified: true,
        kept.BackupEligible,
        kept.BackedUp,
        attestationObject: [],
        clientDataJson: []);

    Task IUserPasskeyStore<PasskeyOwner>.AddOrUpdatePasskeyAsync(PasskeyOwner user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw ReadOnly();

    Task IUserPasskeyStore<PasskeyOwner>.RemovePasskeyAsync(PasskeyOwner user, byte[] credentialId, CancellationToken cancellationToken) => throw ReadOnly();

    Task<string?> IUserStore<PasskeyOwner>.GetUserNameAsync(PasskeyOwner user, CancellationToken cancellationToken) => throw ReadOnly();

    Task IUserStore<PasskeyOwner>.SetUserNameAsync(PasskeyOwner user, string? userName, CancellationToken cancellationToken) => throw ReadOnly();

    Task<string?> IUserStore<PasskeyOwner>.GetNormalizedUserNameAsync(PasskeyOwner user, CancellationToken cancellationToken) => throw ReadOnly();

    Task IUserStore<PasskeyOwner>.SetNormalizedUserNameAsync(PasskeyOwner user, string? normalizedName, CancellationToken cancellationToken) => throw ReadOnly();

    Task<IdentityResult> IUserStore<PasskeyOwner>.CreateAsync(PasskeyOwner user, CancellationToken cancellationToken) => throw ReadOnly();

    Task<IdentityResult> IUserStore<PasskeyOwner>.UpdateAsync(PasskeyOwner user, CancellationToken cancellationToken) => throw ReadOnly();

    Task<IdentityResult> IUserStore<PasskeyOwner>.DeleteAsync(PasskeyOwner user, CancellationToken cancellationToken) => throw ReadOnly();

    Task<PasskeyOwner?> IUserStore<PasskeyOwner>.FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => throw ReadOnly();

    private static NotSupportedException ReadOnly() => new("Accounts are kept by commands; the passkey handler asks for passkeys alone.");
}
