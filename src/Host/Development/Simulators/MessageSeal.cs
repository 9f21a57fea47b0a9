using System.Security.Cryptography;
using System.Text;
using Marketplace.Host.Adapters;

namespace Marketplace.Host.Development.Simulators;

/// <summary>
/// Keeps what was sent unreadable in the database: the simulated mailboxes lie beside the real data, and after an erasure a
/// dump of the database must not show the person's number. The key is a file in the data folder.
/// </summary>
public sealed class MessageSeal(ProviderSecrets secrets)
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly Lazy<byte[]> key = new(() => Derive(secrets, "seal"));
    private readonly Lazy<byte[]> hashKey = new(() => Derive(secrets, "recipient"));

    /// <summary>Finds the messages to one recipient: phones are compared by their digits, so that a lost plus sign does not matter.</summary>
    public byte[] RecipientHash(string to)
    {
        var address = to.Contains('@', StringComparison.Ordinal)
            ? to.Trim().Replace(' ', '+').ToUpperInvariant()
            : string.Concat(to.Where(char.IsAsciiDigit));
        return HMACSHA256.HashData(hashKey.Value, Encoding.UTF8.GetBytes(address));
    }

    /// <summary>Encrypts.</summary>
    public byte[] Seal(ReadOnlySpan<byte> content)
    {
        var sealedBytes = new byte[NonceLength + content.Length + TagLength];
        var nonce = sealedBytes.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key.Value, TagLength);
        aes.Encrypt(nonce, content, sealedBytes.AsSpan(NonceLength, content.Length), sealedBytes.AsSpan(NonceLength + content.Length));
        return sealedBytes;
    }

    /// <summary>Decrypts; null when it was sealed with another key, because somebody removed the data folder.</summary>
    public byte[]? Open(ReadOnlySpan<byte> sealedBytes)
    {
        var content = new byte[sealedBytes.Length - NonceLength - TagLength];
        using var aes = new AesGcm(key.Value, TagLength);
        try
        {
            aes.Decrypt(sealedBytes[..NonceLength], sealedBytes[NonceLength..^TagLength], sealedBytes[^TagLength..], content);
            return content;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] Derive(ProviderSecrets secrets, string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secrets.Made("messages")), 32, info: Encoding.UTF8.GetBytes(purpose));
}
