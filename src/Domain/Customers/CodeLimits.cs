namespace Marketplace.Domain.Customers;

/// <summary>Whether another code may be sent (P2, D14, S37, X23).</summary>
public static class CodeLimits
{
    /// <summary>Why not now, with the earliest time at which it may, or null.</summary>
    /// <param name="number">What is remembered of the number.</param>
    /// <param name="address">What is remembered of the internet address; null when it is exempt.</param>
    /// <param name="resendAt">The end of the cool-down of the same code, when one was sent.</param>
    /// <param name="policy">The numbers.</param>
    /// <param name="now">The time.</param>
    public static Rejection? Refuse(CodeTally number, CodeTally? address, DateTimeOffset? resendAt, CodePolicy policy, DateTimeOffset now)
    {
        if (number.RefusePaused(now) is { } paused) return paused;
        var room = RoomAt(number, address, policy);
        if (resendAt is { } cooled && now < cooled) return ChallengeErrors.ResendTooSoon(Later(cooled, room));
        return now < room ? ChallengeErrors.TooManyCodes(room) : null;
    }

    /// <summary>The earliest moment at which the caps leave room for one more.</summary>
    private static DateTimeOffset RoomAt(CodeTally number, CodeTally? address, CodePolicy policy)
    {
        var all = Later(RoomAt(number, policy.PerNumber), RoomAt(address, policy.PerAddress));
        if (number.Asked.Count == 0) return all;
        var daily = Later(RoomAt(number, policy.PerNumber.Where(IsDaily)), RoomAt(address, policy.PerAddress.Where(IsDaily)));
        var late = Later(number.Asked[^1] + policy.LateAfter, daily);
        return all < late ? all : late;
    }

    private static DateTimeOffset RoomAt(CodeTally? tally, IEnumerable<CodeCap> caps) =>
        tally is null
            ? DateTimeOffset.MinValue
            : caps.Where(cap => tally.Asked.Count >= cap.Count).Select(cap => tally.Asked[^cap.Count] + cap.Within).DefaultIfEmpty().Max();

    private static bool IsDaily(CodeCap cap) => cap.Within >= TimeSpan.FromDays(1);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
