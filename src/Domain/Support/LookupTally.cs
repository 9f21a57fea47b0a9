using System.Collections.Immutable;

namespace Marketplace.Domain.Support;

/// <summary>When one agent looked something up of late, so that the limit holds over tokens, restarts and hosts (P15).</summary>
/// <param name="Id">The agent.</param>
/// <param name="At">The look-ups that still count, the oldest first.</param>
public sealed record LookupTally(string Id, ImmutableList<DateTimeOffset> At)
{
    /// <summary>Nothing was looked up.</summary>
    public static LookupTally Empty(string agentId) => new(agentId, []);

    /// <summary>Why no more now, with the moment at which the oldest of them is forgotten, or null.</summary>
    public Rejection? Refuse(SupportPolicy policy, DateTimeOffset now)
    {
        var counted = At.RemoveAll(at => at <= now - policy.Within);
        return counted.Count < policy.MostLookups ? null : SupportErrors.TooManyLookups(counted[^policy.MostLookups] + policy.Within);
    }

    /// <summary>One look-up more.</summary>
    public LookupTally WithOne(SupportPolicy policy, DateTimeOffset now) => this with { At = At.RemoveAll(at => at <= now - policy.Within).Add(now) };
}
