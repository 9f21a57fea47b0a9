namespace Marketplace.Domain.Values;

/// <summary>
/// The production calendar of the Russian Federation for the five-day week, as data: what differs from «Monday to Friday».
/// It follows article 112 of the Labour Code and the Government's yearly decree on moved days off, which comes out in the
/// autumn before. To add a year, add one entry here; the tests then ask for its official number of working days by month.
/// </summary>
internal static class ProductionCalendar
{
    internal static readonly IReadOnlyDictionary<int, WorkingYear> Years = new[]
    {
        // Decree of 24.09.2025 No. 1466: 3 January (Sat) moved to 9 January, 4 January (Sun) to 31 December.
        new WorkingYear(2026)
        {
            WeekdaysOff =
            [
                (1, [1, 2, 5, 6, 7, 8, 9]), (2, [23]), (3, [9]), (5, [1, 11]), (6, [12]), (11, [4]), (12, [31]),
            ],
        },

        // Decree of 17.09.2026 No. 1187: 2 January (Sat) moved to 5 November, 3 January (Sun) to 31 December, and
        // 20 February (Sat) exchanged for 22 February (Mon).
        new WorkingYear(2027)
        {
            WeekdaysOff =
            [
                (1, [1, 4, 5, 6, 7, 8]), (2, [22, 23]), (3, [8]), (5, [3, 10]), (6, [14]), (11, [4, 5]), (12, [31]),
            ],
            WeekendsOn = [(2, [20])],
        },
    }.ToDictionary(year => year.Year);
}

/// <summary>One year of the calendar.</summary>
/// <param name="Year">The year.</param>
internal sealed record WorkingYear(int Year)
{
    private readonly HashSet<DateOnly> weekdaysOff = [];
    private readonly HashSet<DateOnly> weekendsOn = [];

    /// <summary>Days from Monday to Friday on which nobody works, by month.</summary>
    internal (int Month, int[] Days)[] WeekdaysOff { init => weekdaysOff = DatesOf(value); }

    /// <summary>Saturdays and Sundays that are worked, by month.</summary>
    internal (int Month, int[] Days)[] WeekendsOn { init => weekendsOn = DatesOf(value); }

    internal bool Works(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday
        ? weekendsOn.Contains(day)
        : !weekdaysOff.Contains(day);

    private HashSet<DateOnly> DatesOf((int Month, int[] Days)[] months) =>
        [.. from month in months from day in month.Days select new DateOnly(Year, month.Month, day)];
}
