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

    /// <summary>Decrypts what was encrypted here, by a version that still serves and with the same associated data; else says what the real service says.</summary>
    public (byte[]? Clear, string Error) Decrypt(string text, byte[] associated)
    {
        if (text.Split(':') is not ["vault", ['v', .. var number], var encoded]) return (null, "invalid ciphertext: no prefix");
        if (!int.TryParse(number, out var version) || version < 1) return (null, "invalid ciphertext: version number could not be decoded");
        if (version > Latest) return (null, "invalid ciphertext: version is too new");
        if (version < MinDecryption) return (null, "ciphertext or signature version is disallowed by policy (too old)");
        var box = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, box, out var length)) return (null, "invalid ciphertext: could not decode base64");
        if (length < NonceSize + TagSize) return (null, "invalid ciphertext: unable to decrypt");
        try
        {
            var clear = new byte[length - NonceSize - TagSize];
            using var aes = new AesGcm(versions[version - 1], TagSize);
            aes.Decrypt(box.AsSpan(0, NonceSize), box.AsSpan(NonceSize, clear.Length), box.AsSpan(length - TagSize, TagSize), clear, associated);
            return (clear, "");
        }
        catch (CryptographicException)
        {
            return (null, "cipher: message authentication failed");
        }
    }
}
