namespace Marketplace.Application.Privacy;

/// <summary>The numbers of this feature.</summary>
public sealed record PrivacyOptions
{
    /// <summary>How many customers' keys one process remembers at most.</summary>
    public int CachedKeys { get; init; } = 20_000;

    /// <summary>How long it remembers one: the time after which an erasure on another host is seen here even if nobody tells.</summary>
    public TimeSpan CachedFor { get; init; } = TimeSpan.FromSeconds(30);
}
