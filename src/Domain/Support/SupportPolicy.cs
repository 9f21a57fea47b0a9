namespace Marketplace.Domain.Support;

/// <summary>The numbers of support (P15, S101, S102).</summary>
public sealed record SupportPolicy
{
    /// <summary>How many look-ups one agent has.</summary>
    public int MostLookups { get; init; } = 60;

    /// <summary>In what stretch of time; it slides.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How many characters a reason may have.</summary>
    public int LongestReason { get; init; } = 200;

    /// <summary>How many characters a question or an answer may have.</summary>
    public int LongestText { get; init; } = 2000;

    /// <summary>How many questions of one customer may wait for an answer.</summary>
    public int MostOpenQuestions { get; init; } = 10;
}
