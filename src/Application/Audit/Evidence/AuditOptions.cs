namespace Marketplace.Application.Audit.Evidence;

/// <summary>The numbers and names of this feature; configuration section <c>Audit</c>.</summary>
public sealed record AuditOptions
{
    /// <summary>Whose history it is: the first line of every checkpoint, and the name of its key. It never changes.</summary>
    public string Origin { get; init; } = "marketplace/history";

    /// <summary>The file outside the database that every checkpoint is appended to. Another machine's disk is better than ours.</summary>
    public string AnchorFile { get; init; } = "";

    /// <summary>How long a leaf waits for its checkpoint at most, unless a transaction before it goes on for longer.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many leaves do not wait for that.</summary>
    public int Leaves { get; init; } = 1_000;

    /// <summary>How many leaves one checkpoint takes at most.</summary>
    public int AtMost { get; init; } = 10_000;
}
