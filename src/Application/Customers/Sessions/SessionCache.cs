using System.Collections.Concurrent;
using System.Diagnostics;

namespace Marketplace.Application.Customers.Sessions;

/// <summary>
/// Remembers sessions, and gives them out only while this process is known to have heard of all that ended: whoever listens says
/// so again and again (<see cref="SessionNews"/>), and as soon as that stops, every request asks the database as if nothing were
/// remembered. Two generations bound it without a list to keep in order, and reading takes no lock.
/// </summary>
public sealed class SessionCache(SessionCacheOptions options)
{
    private readonly Lock turning = new();
    private readonly int half = Math.Max(1, options.Sessions / 2);
    private volatile ConcurrentDictionary<string, LiveSession> young = new(StringComparer.Ordinal);
    private volatile ConcurrentDictionary<string, LiveSession> old = new(StringComparer.Ordinal);
    private long told;
    private long heardAllAt;

    /// <summary>How many are remembered now.</summary>
    public int Count => young.Count + old.Count;

    /// <summary>How often this process was told to forget. Who reads a session from the database takes the number first.</summary>
    public long Told => Interlocked.Read(ref told);

    /// <summary>Whether what is remembered may be given out. In real time, not by the clock that rules are judged by.</summary>
    public bool IsTrusted => Interlocked.Read(ref heardAllAt) is var at and not 0 && Stopwatch.GetElapsedTime(at) < options.TrustedFor;

    /// <summary>The session of that row, or null for «ask the database».</summary>
    public LiveSession? Find(string id)
    {
        if (!IsTrusted) return null;
        var asked = Told;
        if (young.TryGetValue(id, out var found)) return found;
        return old.TryGetValue(id, out found) && TryAdd(id, found, asked) ? found : null;
    }

    /// <summary>Remembers what was read, unless this process was told to forget since: then what it read may have ended.</summary>
    /// <param name="id">The row.</param>
    /// <param name="session">What it said.</param>
    /// <param name="asked"><see cref="Told"/> before it was read.</param>
    public void Loaded(string id, LiveSession session, long asked)
    {
        if (IsTrusted) TryAdd(id, session, asked);
    }

    /// <summary>Forgets all sessions of a customer: one of them has ended.</summary>
    public void Forget(Guid customerId)
    {
        lock (turning)
        {
            told++;
            // All are looked at: endings are rare, and an index would be paid for by every request that is remembered.
            foreach (var generation in new[] { young, old })
            {
                foreach (var (id, session) in generation)
                {
                    if (session.CustomerId == customerId) generation.TryRemove(id, out _);
                }
            }
        }
    }

    /// <summary>Forgets everything: something may have ended that nobody here has heard of.</summary>
    public void ForgetAll()
    {
        lock (turning)
        {
            told++;
            (young, old) = (new(StringComparer.Ordinal), new(StringComparer.Ordinal));
        }
    }

    /// <summary>All that had ended at that moment (a <see cref="Stopwatch"/> timestamp) has been heard here.</summary>
    public void HeardAll(long at) => Interlocked.Exchange(ref heardAllAt, at);

    /// <summary>Nobody listens any more.</summary>
    public void Deaf() => Interlocked.Exchange(ref heardAllAt, 0);

    private bool TryAdd(string id, LiveSession session, long asked)
    {
        lock (turning)
        {
            if (told != asked) return false;
            if (young.Count >= half && !young.ContainsKey(id)) (old, young) = (young, new(StringComparer.Ordinal));
            young[id] = session;
            return true;
        }
    }
}
