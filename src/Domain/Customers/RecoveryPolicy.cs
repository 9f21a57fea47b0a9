namespace Marketplace.Domain.Customers;

/// <summary>The numbers of a recovery (S49–S51).</summary>
public sealed record RecoveryPolicy
{
    /// <summary>How long a recovery may take from its letter to the proof of the new phone.</summary>
    public TimeSpan Life { get; init; } = TimeSpan.FromHours(1);

    /// <summary>From here on support may begin another: a letter that has not come by then can be sent anew (S37).</summary>
    public TimeSpan AgainAfter { get; init; } = TimeSpan.FromMinutes(20);
}
