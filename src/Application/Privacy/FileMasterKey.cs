using System.Security.Cryptography;

namespace Marketplace.Application.Privacy;

/// <summary>
/// A master key that the host itself holds in memory, from configuration or a file. It is one version by itself: another key is
/// another version. What it wraps is the version, then the box; the version and the subject are bound to it.
/// </summary>
/// <param name="key"><see cref="HouseSecrets.Size"/> random bytes.</param>
public sealed class FileMasterKey(byte[] key) : IMasterKey
{
    private readonly byte[] version = HMACSHA256.HashData(key, "marketplace master key id"u8)[..IMasterKey.VersionSize];

    /// <inheritdoc />
    public byte[] CurrentVersion() => [.. version];

    /// <inheritdoc />
    public bool Wrapped(ReadOnlySpan<byte> wrapped) => wrapped.StartsWith(version);

    /// <inheritdoc />
    public byte[] Wrap(Guid subject, ReadOnlySpan<byte> dataKey)
    {
        var wrapped = new byte[IMasterKey.VersionSize + dataKey.Length + Aead.Overhead];
        version.CopyTo(wrapped, 0);
        Aead.Seal(key, Associated(subject), dataKey, wrapped.AsSpan(IMasterKey.VersionSize));
        return wrapped;
    }

    /// <inheritdoc />
    public byte[] Unwrap(Guid subject, ReadOnlySpan<byte> wrapped)
    {
        if (!Wrapped(wrapped)) throw new CryptographicException($"A key was not wrapped by the master key {Convert.ToHexStringLower(version)}.");
        if (wrapped.Length <= IMasterKey.VersionSize + Aead.Overhead) throw new CryptographicException("A wrapped key is too short.");
        var dataKey = new byte[wrapped.Length - IMasterKey.VersionSize - Aead.Overhead];
        if (!Aead.TryOpen(key, Associated(subject), wrapped[IMasterKey.VersionSize..], dataKey))
            throw new CryptographicException("A wrapped key does not open: it was changed, or moved to another subject.");
        return dataKey;
    }

    private byte[] Associated(Guid subject) => [.. version, .. subject.ToByteArray(bigEndian: true)];
}
