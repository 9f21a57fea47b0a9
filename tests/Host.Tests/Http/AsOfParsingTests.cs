using System.Globalization;
using FluentAssertions;
using Marketplace.Host.Http;
using Xunit;

namespace Marketplace.Host.Tests.Http;

public class AsOfParsingTests
{
    [Theory]
    [InlineData("2026-11-09T09:00:00Z", "2026-11-09T09:00:00.0000000+00:00")]
    [InlineData("2026-11-09t09:00:00z", "2026-11-09T09:00:00.0000000+00:00")]
    [InlineData("2026-11-09T12:00:00.5+03:00", "2026-11-09T09:00:00.5000000+00:00")]
    [InlineData("2026-11-09T09:00:00.1234567899Z", "2026-11-09T09:00:00.1234567+00:00")]
    public void U1_a_moment_is_written_as_RFC_3339_says(string text, string moment)
    {
        AsOf.TryParse(text, out var read).Should().BeTrue();
        read!.At.ToString("O", CultureInfo.InvariantCulture).Should().Be(moment);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026-11-09")]
    [InlineData("2026-11-09T09:00:00")]
    [InlineData("2026-11-09T09:00Z")]
    [InlineData("2026-11-09 09:00:00Z")]
    [InlineData("2026-11-09T09:00:00 03:00")]
    [InlineData("2026-13-09T09:00:00Z")]
    [InlineData("2026-02-30T09:00:00Z")]
    [InlineData("2026-11-09T09:00:61Z")]
    [InlineData("2026-11-09T09:00:00+99:00")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("11/09/2026 09:00:00")]
    [InlineData("٢٠٢٦-11-09T09:00:00Z")]
    [InlineData("2026-11-09T09:00:00Z\n")]
    public void U1_what_is_written_in_another_way_is_no_moment(string? text) => AsOf.TryParse(text, out _).Should().BeFalse();
}
