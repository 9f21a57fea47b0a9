using FluentAssertions;
using Marketplace.Domain.Certificates;
using Xunit;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Certificates;

/// <summary>10 wrong codes an hour, 30 a day; each cap at its limit and one more.</summary>
public class GuessTallyTests
{
    private static readonly CertificatePolicy Policy = new();

    [Fact]
    public void S87_the_tenth_wrong_code_of_an_hour_is_looked_up_and_the_eleventh_is_not()
    {
        var tally = Wrong(9, TimeSpan.FromMinutes(1));
        tally.Refuse(Policy, Noon.AddMinutes(9)).Should().BeNull();
        tally = tally.WithWrong(Policy, Noon.AddMinutes(9));
        var refused = tally.Refuse(Policy, Noon.AddMinutes(10));
        refused!.Code.Should().Be("certificate.too-many-attempts");
        refused.RetryAt.Should().Be(Noon.AddHours(1), "then the first of the ten is an hour old");
        tally.Refuse(Policy, Noon.AddHours(1).AddTicks(-1)).Should().NotBeNull();
        tally.Refuse(Policy, Noon.AddHours(1)).Should().BeNull();
    }

    [Fact]
    public void S87_the_thirtieth_wrong_code_of_a_day_is_looked_up_and_the_thirty_first_is_not()
    {
        var tally = Wrong(29, TimeSpan.FromMinutes(30));
        var now = Noon.AddMinutes(29 * 30);
        tally.Refuse(Policy, now).Should().BeNull();
        tally = tally.WithWrong(Policy, now);
        tally.Refuse(Policy, now.AddMinutes(30))!.RetryAt.Should().Be(Noon.AddDays(1));
        tally.Refuse(Policy, Noon.AddDays(1)).Should().BeNull();
    }

    [Fact]
    public void S87_only_a_day_of_wrong_codes_is_remembered() =>
        Wrong(30, TimeSpan.FromHours(2)).Wrong.Should().HaveCount(12);

    [Fact]
    public void S87_both_caps_at_once_wait_for_the_later()
    {
        var tally = Wrong(20, TimeSpan.FromHours(1));
        for (var n = 0; n < 10; n++) tally = tally.WithWrong(Policy, Noon.AddHours(20));
        tally.Refuse(Policy, Noon.AddHours(20))!.RetryAt.Should().Be(Noon.AddDays(1));
    }

    private static GuessTally Wrong(int count, TimeSpan every) =>
        Enumerable.Range(0, count).Aggregate(GuessTally.Empty("a"), (tally, n) => tally.WithWrong(Policy, Noon + n * every));
}
