using System.Security.Cryptography;
using Marketplace.Domain;

namespace Marketplace.Application.Customers.Passkeys;

/// <summary>
/// A passkey as the server knows it: the public half of a key that a device keeps behind a fingerprint or a face. Nothing of the
/// finger or the face ever comes here (S32).
/// </summary>
/// <param name="Id">SHA-256 of the credential's id, in lower-case hex; the database admits each once.</param>
/// <param name="PasskeyId">Its name in events and paths.</param>
/// <param name="CustomerId">Whose account it opens.</param>
/// <param name="CredentialId">The id that the device gave it, in base64url; it is told to the owner's devices, so that none enrols twice.</param>
/// <param name="PublicKey">The public key in COSE form, in base64url.</param>
/// <param name="SignCount">How many signatures the device said that it had made; 0 for one that does not count.</param>
/// <param name="BackupEligible">Whether the device may copy the key to the owner's other devices.</param>
/// <param name="BackedUp">Whether it has.</param>
/// <param name="Name">What the customer calls it.</param>
/// <param name="EnrolledAt">When it was switched on.</param>
/// <param name="LastUsedAt">When it opened the account last.</param>
public sealed record PasskeyCredential(
    string Id,
    Guid PasskeyId,
    Guid CustomerId,
    Pii<string> CredentialId,
    string PublicKey,
    long SignCount,
    bool BackupEligible,
    bool BackedUp,
    Pii<string>? Name,
    DateTimeOffset EnrolledAt,
    DateTimeOffset? LastUsedAt)
{
    /// <summary>The key of a credential.</summary>
    public static string IdOf(ReadOnlySpan<byte> credentialId) => Convert.ToHexStringLower(SHA256.HashData(credentialId));

    /// <summary>What is held by whoever writes it; taken before the locks of sessions and streams.</summary>
    internal static string LockOf(string id) => $"passkey:{id}";
}
