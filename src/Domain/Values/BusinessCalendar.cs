namespace Marketplace.Domain.Values;

/// <summary>
/// Business days by the production calendar of the Russian Federation (P14): weekends moved by the Government's decrees
/// included. A day is a date in Moscow, see <see cref="MoscowTime"/>.
/// </summary>
public static class BusinessCalendar
{
    /// <summary>The first day the calendar knows.</summary>
    public static DateOnly FirstDay { get; } = new(ProductionCalendar.Years.Keys.Min(), 1, 1);

    /// <summary>The last day the calendar knows; a health check can warn before it comes.</summary>
    public static DateOnly LastDay { get; } = new(ProductionCalendar.Years.Keys.Max(), 12, 31);

    /// <summary>Whether banks and offices work on that day.</summary>
    /// <exception cref="CalendarEndsException">The calendar has no such year.</exception>
    public static bool IsBusinessDay(DateOnly day) =>
        ProductionCalendar.Years.TryGetValue(day.Year, out var year) ? year.Works(day) : throw new CalendarEndsException(day.Year);

    /// <summary>The <paramref name="count"/>-th business day after <paramref name="day"/>, which itself is never counted.</summary>
    /// <param name="day">Any day, working or not.</param>
    /// <param name="count">Not negative; 0 gives the same day, even if nobody works on it.</param>
    /// <exception cref="CalendarEndsException">The answer lies past the years the calendar has.</exception>
    public static DateOnly AddBusinessDays(DateOnly day, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var (reached, known) = Walk(day, count);
        return known ? reached : throw new CalendarEndsException(reached.Year);
    }

    /// <summary>Whether the calendar knows so many business days after that day.</summary>
    public static bool Reaches(DateOnly day, int count) => Walk(day, count).Known;

    // As far as it is known: the day reached, or the first that the calendar lacks.
    private static (DateOnly Day, bool Known) Walk(DateOnly day, int count)
    {
        for (var left = count; left > 0;)
        {
            day = day.AddDays(1);
            if (!ProductionCalendar.Years.TryGetValue(day.Year, out var year)) return (day, false);
            if (year.Works(day)) left--;
        }

        return (day, true);
    }
}
