using Marketplace.Application.Customers.Sessions;
using Marketplace.Domain.Customers;
using Marten;

namespace Marketplace.Application.Customers;

/// <summary>
/// Who is signed in. A session that was closed on one host is dead on that host at once and on every other within a second (S33):
/// what is remembered is given out only while this host is known to hear of all that ends.
/// </summary>
public sealed class LiveSessions(IDocumentStore store, SessionCache cache, SessionPolicy policy, TimeProvider clock)
{
    /// <summary>The session that the token opens, or null; that it is in use is noted now and then.</summary>
    public ValueTask<LiveSession?> FindAsync(string token, CancellationToken cancellation)
    {
        var id = SessionTokens.IdOf(token);
        // What is remembered may have been used elsewhere since; so only the row tells that a session is over or unused for an hour.
        return cache.Find(id) is { } known && IsFresh(known, clock.GetUtcNow())
            ? ValueTask.FromResult<LiveSession?>(known)
            : new ValueTask<LiveSession?>(ReadAsync(id, cancellation));
    }

    private async Task<LiveSession?> ReadAsync(string id, CancellationToken cancellation)
    {
        var (now, asked) = (clock.GetUtcNow(), cache.Told);
        await using var session = store.QuerySession();
        var found = await session.LoadAsync<Session>(id, cancellation);
        if (found is null || now >= found.ExpiryBy(policy)) return null;
        if (now - found.LastSeenAt >= policy.NoteUseEvery) found = await NoteUseAsync(found, now, cancellation);
        if (found is null) return null;
        var live = LiveSession.Of(found);
        cache.Loaded(id, live, asked);
        return live;
    }

    private bool IsFresh(LiveSession known, DateTimeOffset now) =>
        now - known.LastSeenAt < policy.NoteUseEvery && now < policy.ExpiryOf(known.CreatedAt, known.LastSeenAt);

    /// <summary>The customer's sessions that open something, the newest first.</summary>
    public async Task<IReadOnlyList<Session>> OfAsync(IQuerySession session, Guid customerId, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var all = await session.Query<Session>().Where(s => s.CustomerId == customerId).ToListAsync(cancellation);
        return [.. all.Where(s => now < s.ExpiryBy(policy)).OrderByDescending(s => s.CreatedAt).ThenByDescending(s => s.SessionId)];
    }

    /// <summary>Under the lock that closing takes too: a session that is being closed does not come back to life by being used.</summary>
    private async Task<Session?> NoteUseAsync(Session used, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        await session.LockAsync(LockOf(used.CustomerId), cancellation);
        if (await session.LoadAsync<Session>(used.Id, cancellation) is not { } found) return null;
        var seen = found with { LastSeenAt = now };
        session.Store(seen);
        await session.SaveChangesAsync(cancellation);
        return seen;
    }

    /// <summary>What is held by whoever writes sessions of a customer.</summary>
    internal static string LockOf(Guid customerId) => $"sessions:{customerId:D}";
}
