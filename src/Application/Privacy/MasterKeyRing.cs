using System.Security.Cryptography;

namespace Marketplace.Application.Privacy;

/// <summary>
/// The master key that wraps now, and others that are still read by, or will wrap soon. It is how one replaces another without
/// a moment at which a host cannot read.
/// </summary>
/// <param name="current">Wraps.</param>
/// <param name="others">Only unwrap.</param>
public sealed class MasterKeyRing(IMasterKey current, IEnumerable<IMasterKey> others) : IMasterKey
{
    private readonly IMasterKey[] all = [current, .. others];

    /// <inheritdoc />
    public byte[] CurrentVersion() => current.CurrentVersion();

    /// <inheritdoc />
    public bool Wrapped(ReadOnlySpan<byte> wrapped) => Find(wrapped) is not null;

    /// <inheritdoc />
    public byte[] Wrap(Guid subject, ReadOnlySpan<byte> dataKey) => current.Wrap(subject, dataKey);

    /// <inheritdoc />
    public byte[] Unwrap(Guid subject, ReadOnlySpan<byte> wrapped)
    {
        if (wrapped.Length <= IMasterKey.VersionSize) throw new CryptographicException("A wrapped key is too short.");
        var key = Find(wrapped) ?? throw new CryptographicException(
            $"A key was wrapped by the master key {Convert.ToHexStringLower(wrapped[..IMasterKey.VersionSize])}, which this host does not have.");
        return key.Unwrap(subject, wrapped);
    }

    private IMasterKey? Find(ReadOnlySpan<byte> wrapped)
    {
        foreach (var key in all)
        {
            if (key.Wrapped(wrapped)) return key;
        }

        return null;
    }
}
