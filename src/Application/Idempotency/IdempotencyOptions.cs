namespace Marketplace.Application.Idempotency;

/// <summary>The numbers of this feature.</summary>
public sealed record IdempotencyOptions
{
    /// <summary>How long a key is known: until then a repeat has no second effect.</summary>
    public TimeSpan KeepKey { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long the answer can be repeated; the answer of an older key is gone, its effect is not repeated either.</summary>
    public TimeSpan KeepAnswer { get; init; } = TimeSpan.FromHours(72);

    /// <summary>How many rows one statement of the clean-up touches, so that it never holds many locks.</summary>
    public int CleanUpBatch { get; init; } = 5_000;

    /// <summary>The longest key that is taken, in characters.</summary>
    public int LongestKey { get; init; } = 255;
}
