using Marketplace.Domain.Customers;
using Marten;

namespace Marketplace.Application.Customers;

/// <summary>
/// Who is signed in. Every request reads the row itself, so a session that was closed on one host is dead on all of them.
/// </summary>
public sealed class LiveSessions(IDocumentStore store, SessionPolicy policy, TimeProvider clock)
{
    /// <summary>The session that the token opens, or null; that it is in use is noted now and then.</summary>
    public async Task<Session?> FindAsync(string token, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using var session = store.QuerySession();
        if (await session.LoadAsync<Session>(SessionTokens.IdOf(token), cancellation) is not { } found || now >= found.ExpiryBy(policy)) return null;
        return now - found.LastSeenAt < policy.NoteUseEvery ? found : await NoteUseAsync(found, now, cancellation);
    }

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
