using System.Security.Cryptography;

namespace Marketplace.Host.Development.KeyService;

/// <summary>A key with its versions, as the transit engine has it (<c>aes256-gcm96</c>). Its texts are <c>vault:v1:</c> and base64 of nonce, ciphertext, tag.</summary>
public sealed class TransitKey
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private readonly Lock turn = new();
    private readonly List<byte[]> versions = [RandomNumberGenerator.GetBytes(32)];

    /// <summary>The version that encrypts; the first is 1.</summary>
    public int Latest => versions.Count;

    /// <summary>Texts of older versions than this are refused.</summary>
    public int MinDecryption { get; set; } = 1;

    /// <summary>Adds a version.</summary>
    public void Rotate()
    {
        lock (turn) versions.Add(RandomNumberGenerator.GetBytes(32));
    }

    /// <summary>Encrypts by the latest version.</summary>
    public string Encrypt(byte[] clear, byte[] associated)
    {
        var (nonce, cipher, tag) = (RandomNumberGenerator.GetBytes(NonceSize), new byte[clear.Length], new byte[TagSize]);
        var version = Latest;
        using var aes = new AesGcm(versions[version - 1], TagSize);
        aes.Encrypt(nonce, clear, cipher, tag, associated);
        return $"vault:v{version}:{Convert.ToBase64String([.. nonce, .. cipher, .. tag])}";
    }

    /// <summary>Decrypts; null when it was not encrypted here, by a version that still serves and with the same associated data.</summary>
    public byte[]? Decrypt(string text, byte[] associated)
    {
        if (text.Split(':') is not ["vault", ['v', .. var number], var encoded] || !int.TryParse(number, out var version)) return null;
        if (version < MinDecryption || version < 1 || version > Latest) return null;
        try
        {
            var box = Convert.FromBase64String(encoded);
            var clear = new byte[box.Length - NonceSize - TagSize];
            using var aes = new AesGcm(versions[version - 1], TagSize);
            aes.Decrypt(box.AsSpan(0, NonceSize), box.AsSpan(NonceSize, clear.Length), box.AsSpan(box.Length - TagSize), clear, associated);
            return clear;
        }
        catch (Exception e) when (e is FormatException or CryptographicException or OverflowException)
        {
            return null;
        }
    }
}
