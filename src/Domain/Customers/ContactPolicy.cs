namespace Marketplace.Domain.Customers;

/// <summary>The numbers of changes of contacts (D11).</summary>
public sealed record ContactPolicy
{
    /// <summary>How long a requested change waits for the proof of the new contact.</summary>
    public TimeSpan ProveWithin { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>How long a change waits for an objection when the phone of now was not proved (S47).</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromDays(14);

    /// <summary>How many days after the schedule the old contact is warned; of day 0 the schedule itself tells (D11).</summary>
    public IReadOnlyList<int> WarnedDays { get; init; } = [1, 7, 13];
}
