using System.Collections.Immutable;

namespace Marketplace.Domain.Customers;

/// <summary>What is remembered of one number (and purpose) or one internet address, so that the caps hold over restarts and hosts (P2).</summary>
/// <param name="Id">A keyed hash; nobody can tell whose.</param>
/// <param name="Asked">When codes were asked for in the last day, the oldest first.</param>
/// <param name="LastAt">When anything was noted last; after a day it can be forgotten.</param>
public sealed record CodeTally(string Id, ImmutableList<DateTimeOffset> Asked, DateTimeOffset LastAt)
{
    /// <summary>For how long requests are remembered: the longest cap.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    /// <summary>Wrong codes in a row.</summary>
    public int Failures { get; init; }

    /// <summary>Until when codes pause.</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>Whether codes stay closed until the owner comes in by another way.</summary>
    public bool Closed { get; init; }

    /// <summary>Nothing is remembered.</summary>
    public static CodeTally Empty(string id) => new(id, [], DateTimeOffset.MinValue);

    /// <summary>One more code was asked for.</summary>
    public CodeTally WithRequest(DateTimeOffset now) => this with { Asked = Asked.RemoveAll(at => at <= now - Memory).Add(now), LastAt = now };

    /// <summary>
    /// One more comparison, taken for a failure until the code is used: a code that is found right afterwards clears the row
    /// (<see cref="WithSuccess"/>), and a host that dies in between leaves no free guess.
    /// </summary>
    public CodeTally WithComparison(CodePolicy policy, DateTimeOffset now)
    {
        var failures = Failures + 1;
        return this with
        {
            Failures = failures,
            PausedUntil = failures % policy.FailuresBeforePause == 0 ? now + policy.Pause : PausedUntil,
            Closed = failures >= policy.FailuresBeforeClosing,
            LastAt = now,
        };
    }

    /// <summary>A code was right and was used.</summary>
    public CodeTally WithSuccess() => this with { Failures = 0, PausedUntil = null, Closed = false };

    /// <summary>Why no code is compared or sent now, or null.</summary>
    public Rejection? RefusePaused(DateTimeOffset now)
    {
        if (Closed) return ChallengeErrors.CodesClosed;
        return PausedUntil is { } until && now < until ? ChallengeErrors.CodesPaused(until) : null;
    }
}
