using System.Security.Cryptography;

namespace Marketplace.Application.Privacy;

/// <summary>
/// The key that wraps the customers' keys. It is never in a database: it is a secret of the host, or a key service that never
/// shows it. It has versions, so that it can be changed while everything runs; see <see cref="MasterKeyRotation"/>.
/// </summary>
public interface IMasterKey
{
    /// <summary>How many bytes at the head of everything wrapped name the version that wrapped it, in every implementation.</summary>
    const int VersionSize = 8;

    /// <summary>The version that <see cref="Wrap"/> uses now; it names the key without telling it.</summary>
    /// <exception cref="MasterKeyAwayException">The key service does not answer.</exception>
    byte[] CurrentVersion();

    /// <summary>Whether this key, in whatever version, wrapped it.</summary>
    bool Wrapped(ReadOnlySpan<byte> wrapped);

    /// <summary>Wraps a data key for one subject; it unwraps for no other.</summary>
    /// <exception cref="MasterKeyAwayException">The key service does not answer.</exception>
    byte[] Wrap(Guid subject, ReadOnlySpan<byte> dataKey);

    /// <summary>Unwraps what this version or an older one of the key wrapped.</summary>
    /// <exception cref="CryptographicException">Another master key wrapped it, or it was changed or moved to another subject.</exception>
    /// <exception cref="MasterKeyAwayException">The key service does not answer.</exception>
    byte[] Unwrap(Guid subject, ReadOnlySpan<byte> wrapped);
}
