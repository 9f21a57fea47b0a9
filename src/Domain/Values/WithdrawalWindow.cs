namespace Marketplace.Domain.Values;

/// <summary>When the money of a confirmed withdrawal is expected: in 2–3 business days (S92).</summary>
/// <param name="ExpectedFrom">The second business day after the Moscow day of the confirmation.</param>
/// <param name="ExpectedBy">The third; all of this day is still in time.</param>
/// <param name="OverdueAt">The first moment that is late: the start of the next Moscow day, working or not. In UTC.</param>
public readonly record struct WithdrawalWindow(DateOnly ExpectedFrom, DateOnly ExpectedBy, DateTimeOffset OverdueAt)
{
    private const int Earliest = 2;
    private const int Latest = 3;

    /// <summary>
    /// Whether the calendar reaches far enough for a withdrawal confirmed at that moment (P14). If so it does for all between now and
    /// then, because a window never ends before that of an earlier confirmation.
    /// </summary>
    public static bool IsKnown(DateTimeOffset confirmedAt) => BusinessCalendar.Reaches(MoscowTime.DateOf(confirmedAt), Latest);

    /// <summary>The window of a withdrawal confirmed at that moment, or null when the calendar does not reach so far.</summary>
    public static WithdrawalWindow? TryFrom(DateTimeOffset confirmedAt) => IsKnown(confirmedAt) ? From(confirmedAt) : null;

    /// <summary>The window of a withdrawal confirmed at that moment.</summary>
    /// <exception cref="CalendarEndsException">The window reaches past the years the production calendar has.</exception>
    public static WithdrawalWindow From(DateTimeOffset confirmedAt)
    {
        var confirmedOn = MoscowTime.DateOf(confirmedAt);
        var expectedBy = BusinessCalendar.AddBusinessDays(confirmedOn, Latest);
        return new(BusinessCalendar.AddBusinessDays(confirmedOn, Earliest), expectedBy, MoscowTime.StartOfDay(expectedBy.AddDays(1)));
    }
}
