using CsCheck;
using FluentAssertions;
using Marketplace.Domain.Payments;
using Xunit;

namespace Marketplace.Domain.Tests.Payments;

public class EffectiveTimeTests
{
    private static readonly DateTimeOffset Asked = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, 48)] // nothing was said
    [InlineData(1, 1)]
    [InlineData(0, 0)]
    [InlineData(-1, 0)]
    [InlineData(48, 48)]
    [InlineData(49, 48)]
    public void U2_a_provider_is_believed_between_being_asked_and_telling(int? told, int taken) =>
        EffectiveTime.Of(told is { } hours ? Asked.AddHours(hours) : null, Asked, Asked.AddHours(48)).Should().Be(Asked.AddHours(taken));

    [Fact]
    public void U2_nothing_takes_effect_after_it_is_recorded_or_before_it_was_asked_for_whatever_the_clocks_say() =>
        Gen.Select(Gen.Int[-5_000, 5_000], Gen.Int[-5_000, 5_000], Gen.Int[-12, 12]).Sample((told, now, zone) =>
        {
            var effective = EffectiveTime.Of(Asked.AddMinutes(told).ToOffset(TimeSpan.FromHours(zone)), Asked, Asked.AddMinutes(now));
            effective.Should().BeOnOrBefore(Asked.AddMinutes(now));
            if (now >= 0) effective.Should().BeOnOrAfter(Asked);
            effective.Offset.Should().Be(TimeSpan.Zero);
        });
}
