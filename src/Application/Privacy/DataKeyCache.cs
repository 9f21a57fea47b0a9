using System.Collections.Concurrent;

namespace Marketplace.Application.Privacy;

/// <summary>
/// Remembers keys, and subjects whose key is destroyed, in two generations: when the young one is full it becomes the old one
/// and what the old one held is forgotten. So it is bounded without a list to keep in order, and reading takes no lock.
/// </summary>
internal sealed class DataKeyCache(PrivacyOptions options, TimeProvider clock)
{
    private readonly Lock turning = new();
    private readonly int half = Math.Max(1, options.CachedKeys / 2);
    private volatile ConcurrentDictionary<Guid, Entry> young = new();
    private volatile ConcurrentDictionary<Guid, Entry> old = new();
    private long told;

    private readonly record struct Entry(byte[]? Key, long KnownSince);

    public int Count => young.Count + old.Count;

    /// <summary>How often this process was told to forget. Who reads a key from the vault takes the number first.</summary>
    public long Told => Interlocked.Read(ref told);

    /// <summary>True with a key, true with null for a destroyed key, false for «not known here».</summary>
    public bool TryGet(Guid subject, out byte[]? key)
    {
        var found = young.TryGetValue(subject, out var entry);
        if (!found && (found = old.TryGetValue(subject, out entry)) && IsFresh(entry)) KeepYoung(subject, entry);
        key = entry.Key;
        return found && IsFresh(entry);
    }

    /// <summary>
    /// Remembers what was read, unless this process has destroyed the key since, or was told to forget one while it read: then
    /// what it read may be what it was told of.
    /// </summary>
    /// <param name="subject">Whose key it is.</param>
    /// <param name="key">What was read; null when it is destroyed.</param>
    /// <param name="asked">What <see cref="Told"/> was before it was read.</param>
    /// <param name="since">The timestamp before it was read: from then on it is remembered, however long reading took.</param>
    /// <returns>What is so now, as far as it is known.</returns>
    public byte[]? Loaded(Guid subject, byte[]? key, long asked, long since)
    {
        lock (turning)
        {
            if (TryGet(subject, out var known) && known is null) return null;
            if (told != asked) return key;
            Set(subject, new Entry(key, since));
            return key;
        }
    }

    /// <summary>Remembers that the key is gone.</summary>
    public void Destroyed(Guid subject) => Set(subject, new Entry(null, clock.GetTimestamp()));

    public void Forget(Guid subject)
    {
        lock (turning)
        {
            told++;
            young.TryRemove(subject, out _);
            old.TryRemove(subject, out _);
        }
    }

    public void ForgetAll()
    {
        lock (turning)
        {
            told++;
            (young, old) = (new(), new());
        }
    }

    private bool IsFresh(Entry entry) => clock.GetElapsedTime(entry.KnownSince) < options.CachedFor;

    // Unless it was forgotten since it was found.
    private void KeepYoung(Guid subject, Entry entry)
    {
        lock (turning)
        {
            if (old.ContainsKey(subject)) Set(subject, entry);
        }
    }

    private void Set(Guid subject, Entry entry)
    {
        lock (turning)
        {
            if (young.Count >= half && !young.ContainsKey(subject)) (old, young) = (young, new());
            young[subject] = entry;
        }
    }
}
