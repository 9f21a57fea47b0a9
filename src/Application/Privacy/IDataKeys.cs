namespace Marketplace.Application.Privacy;

/// <summary>The customers' own keys. Destroying one is what erases a customer everywhere at once (S100).</summary>
public interface IDataKeys
{
    /// <summary>Makes the subject's key, before the first personal value is written; does nothing when it is there.</summary>
    /// <exception cref="SubjectErasedException">The key was destroyed: it never comes back.</exception>
    Task CreateAsync(Guid subject, CancellationToken cancellation);

    /// <summary>The subject's key, or null when it was destroyed or never made. Synchronous, because JSON converters are.</summary>
    byte[]? Find(Guid subject);

    /// <summary>
    /// Remembers the keys of many subjects with one query, for who is about to read values of theirs: <see cref="Find"/> then asks for none of them.
    /// So many as the memory holds are worth asking for at once (<see cref="PrivacyOptions.CachedKeys"/>).
    /// </summary>
    Task PreloadAsync(IReadOnlyCollection<Guid> subjects, CancellationToken cancellation);

    /// <summary>Destroys the key for good; does nothing when it is gone.</summary>
    Task DestroyAsync(Guid subject, CancellationToken cancellation = default);

    /// <summary>Destroys those that are there, and says how many were.</summary>
    Task<int> DestroyAsync(IReadOnlyCollection<Guid> subjects, CancellationToken cancellation = default);

    /// <summary>Drops what this process remembers of the subject: another host destroyed the key.</summary>
    void Forget(Guid subject);

    /// <summary>Drops everything that this process remembers: it may have missed what other hosts told.</summary>
    void ForgetAll();
}
