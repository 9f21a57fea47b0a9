using Wolverine;

namespace Marketplace.Application;

/// <summary>
/// What a handler of a timer's message does when it comes before its time, because clocks differ or one was set back: it decides
/// nothing and asks to be called again. A message that only looked and went would leave money held, or points pending, for ever.
/// </summary>
internal static class EarlyTimers
{
    // A clock that was set back may be set right again meanwhile, so nobody sleeps through it.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    // As often as due messages are looked for.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>The same message later, while its time is still ahead; nothing once it has come, or when there is nothing to wait for.</summary>
    /// <param name="message">The timer's message.</param>
    /// <param name="due">When it is time; null when what it was about has ended.</param>
    /// <param name="now">The time by the clock that decisions go by.</param>
    public static OutgoingMessages AgainAt<T>(this T message, DateTimeOffset? due, DateTimeOffset now)
        where T : notnull
    {
        if (due is not { } time || time <= now) return [];
        // A delay and not a moment: the clock that the moment would be compared with is the one that was ahead.
        var rest = time - now;
        return [message.DelayedFor(rest < Shortest ? Shortest : rest > Longest ? Longest : rest)];
    }
}
