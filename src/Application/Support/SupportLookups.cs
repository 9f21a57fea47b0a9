using Marketplace.Application.Customers;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Support;
using Marten;

namespace Marketplace.Application.Support;

/// <summary>What every look of support begins with: it says why, and it is counted (S101, P15).</summary>
public sealed class SupportLookups(IDocumentStore store, SupportPolicy policy)
{
    /// <summary>The reason without surrounding spaces.</summary>
    /// <param name="reason">What the agent wrote.</param>
    /// <param name="field">Where.</param>
    /// <exception cref="RefusedException">There is none, or it is too long.</exception>
    public string ReasonOf(Secret reason, string field)
    {
        var text = reason.Reveal().Trim();
        return text.Length >= 1 && text.Length <= policy.LongestReason
            ? text
            : throw new RefusedException(SupportErrors.ReasonRequired(field, policy.LongestReason));
    }

    /// <summary>
    /// Counts one look-up, in a transaction of its own and before anything is looked up: a look that finds nothing counts too,
    /// and so does one whose host dies. Call it before the caller's own transaction has begun.
    /// </summary>
    /// <exception cref="RefusedException">The agent has used up the hour.</exception>
    public async Task CountAsync(string agentId, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        await session.LockAsync($"lookups:{agentId}", cancellation);
        var tally = await session.LoadAsync<LookupTally>(agentId, cancellation) ?? LookupTally.Empty(agentId);
        if (tally.Refuse(policy, now) is { } refused) throw new RefusedException(refused);
        session.Store(tally.WithOne(policy, now));
        await session.SaveChangesAsync(cancellation);
    }
}
