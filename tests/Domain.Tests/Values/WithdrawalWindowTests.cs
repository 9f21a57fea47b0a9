using System.Globalization;
using CsCheck;
using FluentAssertions;
using Marketplace.Domain.Values;
using Xunit;

namespace Marketplace.Domain.Tests.Values;

public class WithdrawalWindowTests
{
    [Theory]
    [InlineData("2026-11-23T12:00:00+03:00", "2026-11-25", "2026-11-26")] // Monday
    [InlineData("2026-11-26T12:00:00+03:00", "2026-11-30", "2026-12-01")] // Thursday, over a weekend
    [InlineData("2026-11-27T12:00:00+03:00", "2026-12-01", "2026-12-02")] // Friday
    [InlineData("2026-11-28T12:00:00+03:00", "2026-12-01", "2026-12-02")] // Saturday counts from Monday too
    [InlineData("2026-04-30T12:00:00+03:00", "2026-05-05", "2026-05-06")] // over 1–3 May
    [InlineData("2026-05-07T12:00:00+03:00", "2026-05-12", "2026-05-13")] // over 9–11 May
    [InlineData("2026-12-29T12:00:00+03:00", "2027-01-11", "2027-01-12")] // over the New Year
    [InlineData("2027-02-18T12:00:00+03:00", "2027-02-20", "2027-02-24")] // a working Saturday counts
    public void S92_a_withdrawal_is_expected_in_two_to_three_business_days(string confirmedAt, string from, string by)
    {
        var window = WithdrawalWindow.From(At(confirmedAt));
        window.ExpectedFrom.Should().Be(DateOnly.Parse(from, CultureInfo.InvariantCulture));
        window.ExpectedBy.Should().Be(DateOnly.Parse(by, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("2026-11-27T20:59:59.9999999Z", "2026-12-01")] // 23:59:59 on Friday in Moscow
    [InlineData("2026-11-27T21:00:00Z", "2026-12-01")] // already Saturday there
    [InlineData("2026-11-29T20:59:59.9999999Z", "2026-12-01")] // still Sunday there
    [InlineData("2026-11-29T21:00:00Z", "2026-12-02")] // already Monday there
    [InlineData("2026-11-30T06:00:00+09:00", "2026-12-02")] // the same moment, as a clock in Yakutsk shows it
    public void S92_business_days_are_counted_by_the_date_in_moscow(string confirmedAt, string from) =>
        WithdrawalWindow.From(At(confirmedAt)).ExpectedFrom.Should().Be(DateOnly.Parse(from, CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("2026-11-23T12:00:00Z", "2026-11-26T21:00:00Z")] // expected by Thursday the 26th, all of it
    [InlineData("2026-11-25T12:00:00Z", "2026-11-30T21:00:00Z")]
    [InlineData("2026-11-24T12:00:00Z", "2026-11-27T21:00:00Z")] // late from Saturday on, though nobody works then
    public void S92_it_is_overdue_from_the_start_of_the_moscow_day_after(string confirmedAt, string overdueAt)
    {
        var overdue = WithdrawalWindow.From(At(confirmedAt)).OverdueAt;
        overdue.Should().Be(At(overdueAt));
        overdue.Offset.Should().Be(TimeSpan.Zero, "PostgreSQL's driver takes UTC only");
    }

    [Fact]
    public void S92_the_window_never_ends_before_it_begins_and_later_requests_are_never_expected_earlier() =>
        Gen.Select(Gen.Int[0, 700 * 24 * 60], Gen.Int[0, 10_000]).Sample((minutes, later) =>
        {
            var confirmedAt = At("2026-01-01T00:00:00Z").AddMinutes(minutes);
            var window = WithdrawalWindow.From(confirmedAt);
            var next = WithdrawalWindow.From(confirmedAt.AddMinutes(later));
            return window.ExpectedFrom < window.ExpectedBy
                && MoscowTime.DateOf(window.OverdueAt) == window.ExpectedBy.AddDays(1)
                && MoscowTime.DateOf(window.OverdueAt.AddTicks(-1)) == window.ExpectedBy
                && next.ExpectedFrom >= window.ExpectedFrom && next.OverdueAt >= window.OverdueAt;
        });

    [Fact]
    public void S92_no_day_is_promised_that_the_calendar_does_not_know() =>
        FluentActions.Invoking(() => WithdrawalWindow.From(At("2027-12-28T12:00:00Z")))
            .Should().Throw<CalendarEndsException>().Which.Year.Should().Be(2028);

    [Fact]
    public void S92_a_moscow_day_begins_at_21_hours_utc_and_holds_24_hours() =>
        Gen.Int[730_000, 740_000].Select(DateOnly.FromDayNumber).Sample(day =>
        {
            var start = MoscowTime.StartOfDay(day);
            return start.Offset == TimeSpan.Zero && start.Hour == 21
                && MoscowTime.DateOf(start) == day && MoscowTime.DateOf(start.AddTicks(-1)) == day.AddDays(-1)
                && MoscowTime.StartOfDay(day.AddDays(1)) - start == TimeSpan.FromDays(1);
        });

    private static DateTimeOffset At(string moment) => DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture);
}
