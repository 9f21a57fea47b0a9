using System.Security.Cryptography;

namespace Marketplace.Application.Privacy;

/// <summary>AES-256-GCM with a random nonce; a box is nonce, ciphertext, tag.</summary>
internal static class Aead
{
    public const int NonceSize = 12;
    public const int TagSize = 16;
    public const int Overhead = NonceSize + TagSize;

    /// <summary>Fills a box of the clear text's length + <see cref="Overhead"/>.</summary>
    public static void Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> clear, Span<byte> box)
    {
        var nonce = box[..NonceSize];
        Nonces.Next(nonce);
        // An instance is not safe for several threads, and making one costs less than a lock under load.
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(nonce, clear, box[NonceSize..^TagSize], box[^TagSize..], associated);
    }

    /// <summary>Opens a box into a span of its length − <see cref="Overhead"/>; false when it is not what was sealed.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> key, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> box, Span<byte> clear)
    {
        try
        {
            using var aes = new AesGcm(key, TagSize);
            aes.Decrypt(box[..NonceSize], box[NonceSize..^TagSize], box[^TagSize..], clear, associated);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }
}
