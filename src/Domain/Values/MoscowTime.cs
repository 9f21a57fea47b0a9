namespace Marketplace.Domain.Values;

/// <summary>
/// Moscow time: UTC+3 all year round since 26 October 2014. Days in promises to customers are Moscow days. The offset is
/// written out instead of asked from the machine's time zones, so that a replay gives the same day everywhere; earlier
/// moments, which had other offsets, are none of this product's.
/// </summary>
public static class MoscowTime
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(3);

    /// <summary>Which date it is in Moscow at that moment, whatever offset the moment is written with.</summary>
    public static DateOnly DateOf(DateTimeOffset moment) => DateOnly.FromDateTime(moment.ToOffset(Offset).DateTime);

    /// <summary>The same moment as clocks in Moscow show it.</summary>
    public static DateTimeOffset Of(DateTimeOffset moment) => moment.ToOffset(Offset);

    /// <summary>The moment that day begins in Moscow, written in UTC: PostgreSQL's driver takes no other offset.</summary>
    public static DateTimeOffset StartOfDay(DateOnly day) =>
        new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), Offset).ToUniversalTime();
}
