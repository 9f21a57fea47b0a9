namespace Marketplace.Domain.Customers;

/// <summary>How often a customer may have everything handed over that is kept of them: it is much work, and never urgent.</summary>
public static class ExportLimit
{
    /// <summary>So many in any day.</summary>
    public const int Most = 5;

    /// <summary>How long a day is.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromDays(1);

    /// <summary>Why not now, with the earliest time at which it may, or null.</summary>
    /// <param name="past">When the customer had it before, the oldest first.</param>
    /// <param name="now">The time.</param>
    public static Rejection? Refuse(IReadOnlyList<DateTimeOffset> past, DateTimeOffset now)
    {
        if (past.Count < Most) return null;
        var room = past[^Most] + Within;
        return now < room ? TooMany(room) : null;
    }

    private static Rejection TooMany(DateTimeOffset retryAt) => new(
        "customer.too-many-exports", RejectionKind.TooMany,
        $"Your data can be handed over {Most} times a day. Come back later.",
        $"Данные можно выгрузить {Most} раз в сутки. Вернитесь позже.")
    { RetryAt = retryAt };
}
