namespace Marketplace.Application.GroupCommits;

/// <summary>The numbers of the group commit, found by measurement (ADR 0011).</summary>
public sealed record GroupCommitOptions
{
    /// <summary>How many batches are under way at once in this host, beside one of commands that meet on streams of others. A wallet belongs to one of them.</summary>
    public int Workers { get; init; } = 2;

    /// <summary>The most commands in one batch. A batch never waits to become full.</summary>
    public int LargestBatch { get; init; } = 64;

    /// <summary>How long a batch waits for a stream that commands of others meet on. Then those who want it go alone.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMilliseconds(500);
}
