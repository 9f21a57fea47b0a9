using CsCheck;
using FluentAssertions;
using Marketplace.Domain.Values;
using Xunit;

namespace Marketplace.Domain.Tests.Values;

public class BusinessCalendarTests
{
    private static readonly Gen<DateOnly> AnyDay =
        Gen.Int[BusinessCalendar.FirstDay.DayNumber, BusinessCalendar.LastDay.DayNumber].Select(DateOnly.FromDayNumber);

    /// <summary>Working days by month as the official production calendar counts them for the five-day week.</summary>
    public static TheoryData<int, int[]> OfficialCounts => new()
    {
        { 2026, [15, 19, 21, 22, 19, 21, 23, 21, 22, 22, 20, 22] },
        { 2027, [15, 19, 22, 22, 19, 21, 22, 22, 22, 21, 20, 22] },
    };

    [Theory]
    [MemberData(nameof(OfficialCounts))]
    public void P14_every_month_has_its_official_number_of_working_days(int year, int[] counts)
    {
        counts.Sum().Should().Be(247);
        Enumerable.Range(1, 12)
            .Select(month => Enumerable.Range(1, DateTime.DaysInMonth(year, month))
                .Count(day => BusinessCalendar.IsBusinessDay(new DateOnly(year, month, day))))
            .Should().Equal(counts);
    }

    [Fact]
    public void P14_every_year_of_the_calendar_is_compared_with_the_official_counts() =>
        OfficialCounts.Select(row => (int)row[0]).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems()
            .And.HaveCount(BusinessCalendar.LastDay.Year - BusinessCalendar.FirstDay.Year + 1)
            .And.StartWith(BusinessCalendar.FirstDay.Year).And.EndWith(BusinessCalendar.LastDay.Year);

    [Fact]
    public void P14_holidays_by_the_labour_code_are_never_business_days() =>
        Gen.Select(Gen.Int[BusinessCalendar.FirstDay.Year, BusinessCalendar.LastDay.Year], Gen.OneOf(
                (1, 1), (1, 2), (1, 3), (1, 4), (1, 5), (1, 6), (1, 7), (1, 8), (2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)))
            .Sample((year, holiday) => !BusinessCalendar.IsBusinessDay(new DateOnly(year, holiday.Item1, holiday.Item2)));

    [Theory]
    [InlineData("2026-01-09", false)] // moved from Saturday 3 January
    [InlineData("2026-01-12", true)]
    [InlineData("2026-03-09", false)]
    [InlineData("2026-05-08", true)]
    [InlineData("2026-05-11", false)]
    [InlineData("2026-12-31", false)] // moved from Sunday 4 January
    [InlineData("2027-02-20", true)] // a Saturday that is worked
    [InlineData("2027-02-21", false)]
    [InlineData("2027-02-22", false)]
    [InlineData("2027-11-05", false)]
    [InlineData("2027-11-13", false)] // an earlier draft made this Saturday a working one; the decree did not
    [InlineData("2027-12-31", false)]
    public void P14_the_decrees_on_moved_days_are_followed(string day, bool works) =>
        BusinessCalendar.IsBusinessDay(On(day)).Should().Be(works);

    [Theory]
    [InlineData("2026-11-20", 1, "2026-11-23")] // Friday → Monday
    [InlineData("2026-11-21", 1, "2026-11-23")] // Saturday → Monday
    [InlineData("2026-11-22", 1, "2026-11-23")] // Sunday → Monday
    [InlineData("2026-11-23", 5, "2026-11-30")]
    [InlineData("2026-04-30", 1, "2026-05-04")] // over 1–3 May
    [InlineData("2026-05-08", 1, "2026-05-12")] // over 9–11 May
    [InlineData("2026-04-29", 6, "2026-05-08")]
    [InlineData("2026-12-30", 1, "2027-01-11")] // over the New Year, 31 December included
    [InlineData("2027-02-19", 1, "2027-02-20")] // to a working Saturday
    [InlineData("2027-02-20", 1, "2027-02-24")]
    [InlineData("2026-11-21", 0, "2026-11-21")]
    public void P14_business_days_are_counted_from_the_next_day(string from, int count, string to) =>
        BusinessCalendar.AddBusinessDays(On(from), count).Should().Be(On(to));

    [Fact]
    public void P14_between_a_day_and_the_answer_lie_exactly_that_many_business_days() =>
        Gen.Select(AnyDay.Where(day => day < BusinessCalendar.LastDay.AddDays(-60)), Gen.Int[1, 20]).Sample((day, count) =>
        {
            var answer = BusinessCalendar.AddBusinessDays(day, count);
            var passed = Enumerable.Range(1, answer.DayNumber - day.DayNumber).Count(n => BusinessCalendar.IsBusinessDay(day.AddDays(n)));
            return BusinessCalendar.IsBusinessDay(answer) && passed == count;
        });

    [Fact]
    public void P14_past_its_end_the_calendar_says_which_year_is_missing_and_where_to_add_it()
    {
        var next = BusinessCalendar.LastDay.Year + 1;
        FluentActions.Invoking(() => BusinessCalendar.AddBusinessDays(BusinessCalendar.LastDay.AddDays(-1), 2))
            .Should().Throw<CalendarEndsException>()
            .WithMessage($"*no year {next}*src/Domain/Values/ProductionCalendar.cs*")
            .Which.Year.Should().Be(next);
        FluentActions.Invoking(() => BusinessCalendar.IsBusinessDay(BusinessCalendar.FirstDay.AddDays(-1)))
            .Should().Throw<CalendarEndsException>().Which.Year.Should().Be(BusinessCalendar.FirstDay.Year - 1);
    }

    [Fact]
    public void P14_the_last_business_day_of_the_calendar_can_still_be_reached()
    {
        BusinessCalendar.AddBusinessDays(On("2027-12-29"), 1).Should().Be(On("2027-12-30"));
        FluentActions.Invoking(() => BusinessCalendar.AddBusinessDays(On("2027-12-30"), 1)).Should().Throw<CalendarEndsException>();
        FluentActions.Invoking(() => BusinessCalendar.AddBusinessDays(On("2026-11-23"), -1)).Should().Throw<ArgumentOutOfRangeException>();
    }

    private static DateOnly On(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
