namespace Marketplace.Application.Customers.Sessions;

/// <summary>The numbers of remembered sessions (ADR 0012).</summary>
public sealed record SessionCacheOptions
{
    /// <summary>How many sessions one process remembers at most.</summary>
    public int Sessions { get; init; } = 50_000;

    /// <summary>How often the database is asked whether everything was heard that it told.</summary>
    public TimeSpan AskEvery { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// For how long such an answer counts, from when it was asked for. A session that was closed elsewhere opens something here no
    /// longer than that, whatever the network does. It must stay below the second that is promised.
    /// </summary>
    public TimeSpan TrustedFor { get; init; } = TimeSpan.FromMilliseconds(800);
}
