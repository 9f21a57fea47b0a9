using System.Security.Cryptography;

namespace Marketplace.Application.Privacy;

/// <summary>
/// A master key held in memory, from <see cref="HouseSecrets"/>. What it wraps is: the key's id (8 bytes), then the box; the
/// id and the subject are bound to it.
/// </summary>
/// <param name="secrets">Holds the key.</param>
public sealed class FileMasterKey(HouseSecrets secrets) : IMasterKey
{
    private const int IdSize = 8;
    private readonly byte[] id = HMACSHA256.HashData(secrets.MasterKey, "marketplace master key id"u8)[..IdSize];

    /// <inheritdoc />
    public string Id => Convert.ToHexStringLower(id);

    /// <inheritdoc />
    public byte[] Wrap(Guid subject, ReadOnlySpan<byte> dataKey)
    {
        var wrapped = new byte[IdSize + dataKey.Length + Aead.Overhead];
        id.CopyTo(wrapped, 0);
        Aead.Seal(secrets.MasterKey, Associated(subject), dataKey, wrapped.AsSpan(IdSize));
        return wrapped;
    }

    /// <inheritdoc />
    public byte[] Unwrap(Guid subject, ReadOnlySpan<byte> wrapped)
    {
        if (wrapped.Length <= IdSize + Aead.Overhead) throw new CryptographicException("A wrapped key is too short.");
        if (!wrapped[..IdSize].SequenceEqual(id))
            throw new CryptographicException($"A key was wrapped by the master key {Convert.ToHexStringLower(wrapped[..IdSize])}; this one is {Id}.");
        var dataKey = new byte[wrapped.Length - IdSize - Aead.Overhead];
        if (!Aead.TryOpen(secrets.MasterKey, Associated(subject), wrapped[IdSize..], dataKey))
            throw new CryptographicException("A wrapped key does not open: it was changed, or moved to another subject.");
        return dataKey;
    }

    private byte[] Associated(Guid subject) => [.. id, .. subject.ToByteArray(bigEndian: true)];
}
