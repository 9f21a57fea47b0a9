namespace Marketplace.Application.Privacy;

/// <summary>The key that wraps the customers' keys. It is a file here, and may be a key service that never shows it.</summary>
public interface IMasterKey
{
    /// <summary>Names the key without telling it; part of what <see cref="Wrap"/> answers, so that a rotation can find what is old.</summary>
    string Id { get; }

    /// <summary>Wraps a data key for one subject; it unwraps for no other.</summary>
    byte[] Wrap(Guid subject, ReadOnlySpan<byte> dataKey);

    /// <summary>Unwraps it.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">Another master key wrapped it, or it was changed or moved to another subject.</exception>
    byte[] Unwrap(Guid subject, ReadOnlySpan<byte> wrapped);
}
