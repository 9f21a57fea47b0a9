namespace Marketplace.Application.Payments;

/// <summary>When to ask a silent provider again: soon at first, then ever less often, but never not at all.</summary>
public static class FollowUps
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>After so many tries (a quarter of an hour) a card whose owner has not confirmed is let go.</summary>
    public const int PatienceWithOwner = 6;

    /// <summary>How long to wait after so many tries.</summary>
    public static TimeSpan After(int tries)
    {
        var wait = First * Math.Pow(2, Math.Min(tries, 10));
        return wait < Longest ? wait : Longest;
    }
}
