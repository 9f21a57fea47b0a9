using CsCheck;
using FluentAssertions;
using Marketplace.Domain.Support;
using Xunit;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Support;

public class LookupTallyTests
{
    private static readonly SupportPolicy Numbers = new();

    [Fact]
    public void P15_the_sixtieth_look_up_of_an_hour_is_made_and_the_sixty_first_waits()
    {
        var tally = After(59, Noon);
        tally.Refuse(Numbers, Noon.AddMinutes(59)).Should().BeNull();

        var full = tally.WithOne(Numbers, Noon.AddMinutes(59));
        full.Refuse(Numbers, Noon.AddHours(1) - OneSecond)!.RetryAt.Should().Be(Noon.AddHours(1));
        full.Refuse(Numbers, Noon.AddHours(1)).Should().BeNull("the first is an hour old");
    }

    [Fact]
    public void P15_what_no_longer_counts_is_forgotten() => After(60, Noon).WithOne(Numbers, Noon.AddHours(1)).At.Should().Equal(Noon.AddHours(1));

    [Fact]
    public void P15_however_an_agent_spreads_look_ups_no_hour_has_more_than_sixty_and_retrying_as_told_succeeds() =>
        Gen.Int[0, 240].Array[1, 200].Sample(pauses =>
        {
            var (tally, now, made) = (LookupTally.Empty("agent"), Noon, new List<DateTimeOffset>());
            foreach (var seconds in pauses)
            {
                now = now.AddSeconds(seconds);
                if (tally.Refuse(Numbers, now) is { RetryAt: { } retryAt })
                {
                    if (retryAt <= now || tally.Refuse(Numbers, retryAt) is not null) return false;
                    continue;
                }

                tally = tally.WithOne(Numbers, now);
                made.Add(now);
            }

            return made.TrueForAll(at => made.Count(other => other <= at && other > at - Numbers.Within) <= 60);
        });

    private static LookupTally After(int count, DateTimeOffset at) =>
        Enumerable.Range(0, count).Aggregate(LookupTally.Empty("agent"), (tally, _) => tally.WithOne(Numbers, at));
}
