using CsCheck;
using FluentAssertions;
using Marketplace.Domain.Customers;
using Xunit;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Customers;

public class CodeLimitsTests
{
    private static readonly CodePolicy Policy = new();

    [Fact]
    public void P2_D14_the_same_code_is_sent_again_after_sixty_seconds()
    {
        var refused = Refusal(Asked(0), Noon.AddSeconds(60) - OneSecond, resendAt: Noon.AddSeconds(60));
        refused!.Code.Should().Be("auth.resend-too-soon");
        refused.RetryAt.Should().Be(Noon.AddSeconds(60));
        Refusal(Asked(0), Noon.AddSeconds(60), resendAt: Noon.AddSeconds(60)).Should().BeNull();
    }

    [Fact]
    public void P2_a_number_gets_three_codes_in_ten_minutes()
    {
        Refusal(Asked(0, 1), Noon.AddMinutes(2)).Should().BeNull();
        AtTheLimit(Asked(0, 1, 2), Noon.AddMinutes(10));
    }

    [Fact]
    public void P2_a_number_gets_five_codes_an_hour()
    {
        Refusal(Asked(0, 1, 20, 40), Noon.AddMinutes(51)).Should().BeNull();
        AtTheLimit(Asked(0, 1, 20, 40, 51), Noon.AddMinutes(60));
    }

    [Fact]
    public void P2_a_number_gets_ten_codes_a_day()
    {
        var nine = Enumerable.Range(0, 9).Select(hour => hour * 120).ToArray();
        Refusal(Asked(nine), Noon.AddHours(18)).Should().BeNull();
        AtTheLimit(Asked([.. nine, 1080]), Noon.AddDays(1));
    }

    [Fact]
    public void P2_an_address_gets_ten_codes_an_hour()
    {
        Refusal(Asked(), Noon.AddMinutes(59), address: Asked([.. Enumerable.Repeat(0, 9)])).Should().BeNull();
        AtTheLimit(Asked(), Noon.AddMinutes(60), address: Asked([.. Enumerable.Repeat(0, 10)]));
    }

    [Fact]
    public void P2_an_address_gets_thirty_codes_a_day()
    {
        var twentyNine = Enumerable.Range(0, 29).Select(n => n * 20).ToArray();
        Refusal(Asked(), Noon.AddHours(12), address: Asked(twentyNine)).Should().BeNull();
        AtTheLimit(Asked(), Noon.AddDays(1), address: Asked([.. twentyNine, 600]));
    }

    [Fact]
    public void S37_after_twenty_minutes_only_the_day_s_caps_refuse()
    {
        // Five within the hour; the last of them twenty minutes ago.
        var number = Asked(0, 1, 10, 11, 20);
        Refusal(number, Noon.AddMinutes(40) - OneSecond)!.RetryAt.Should().Be(Noon.AddMinutes(40));
        Refusal(number, Noon.AddMinutes(40)).Should().BeNull();
    }

    [Fact]
    public void S37_after_twenty_minutes_the_day_s_caps_still_refuse()
    {
        var ten = Asked([.. Enumerable.Range(0, 10).Select(n => n * 60)]);
        Refusal(ten, Noon.AddHours(12))!.Code.Should().Be("auth.too-many-codes");
        Refusal(ten, Noon.AddHours(12))!.RetryAt.Should().Be(Noon.AddDays(1));
    }

    [Fact]
    public void S37_a_late_code_is_not_refused_by_the_hour_of_the_address()
    {
        var address = Asked([.. Enumerable.Repeat(0, 10)]);
        Refusal(Asked(0), Noon.AddMinutes(20) - OneSecond, address: address)!.Code.Should().Be("auth.too-many-codes");
        Refusal(Asked(0), Noon.AddMinutes(20), address: address).Should().BeNull();
    }

    [Fact]
    public void P2_a_refusal_names_the_time_at_which_everything_allows_it() =>
        Refusal(Asked(0, 1, 2), Noon.AddMinutes(2), resendAt: Noon.AddMinutes(3))!.RetryAt.Should().Be(Noon.AddMinutes(10));

    [Fact]
    public void X22_twenty_wrong_codes_in_a_row_pause_codes_for_an_hour()
    {
        var nineteen = Wrong(CodeTally.Empty("number"), 19);
        nineteen.RefusePaused(Noon).Should().BeNull();
        var twenty = Wrong(nineteen, 1);
        twenty.RefusePaused(Noon.AddHours(1) - OneSecond)!.RetryAt.Should().Be(Noon.AddHours(1));
        twenty.RefusePaused(Noon.AddHours(1)).Should().BeNull();
        Refusal(twenty, Noon)!.Code.Should().Be("auth.codes-paused");
    }

    [Fact]
    public void X22_every_twenty_more_pause_again() =>
        Wrong(CodeTally.Empty("number"), 40, Noon.AddHours(2)).PausedUntil.Should().Be(Noon.AddHours(3));

    [Fact]
    public void X22_a_right_code_ends_the_row_of_wrong_ones() =>
        Wrong(Wrong(CodeTally.Empty("number"), 19).WithSuccess(), 19).RefusePaused(Noon).Should().BeNull();

    [Fact]
    public void Requests_are_remembered_for_a_day() =>
        Asked(0).WithRequest(Noon.AddDays(1)).Asked.Should().Equal(Noon.AddDays(1));

    /// <summary>An asker who takes every chance gets no more than the policy allows, in any stretch of time.</summary>
    [Fact]
    public void X23_whoever_asks_whenever_it_is_allowed_stays_within_the_caps() =>
        Gen.Int[1, 4_000].Array[1, 80].Sample(waits =>
        {
            var (number, now, resendAt) = (CodeTally.Empty("number"), Noon, default(DateTimeOffset?));
            List<DateTimeOffset> sent = [];
            foreach (var wait in waits)
            {
                now = now.AddSeconds(wait);
                if (Refusal(number, now, resendAt) is not null) continue;
                (number, resendAt) = (number.WithRequest(now), now + Policy.ResendAfter);
                sent.Add(now);
            }

            return sent.Zip(sent.Skip(1)).All(pair => pair.Second - pair.First >= TimeSpan.FromSeconds(60))
                && sent.TrueForAll(from => sent.Count(at => at >= from && at < from.AddMinutes(10)) <= 3)
                && sent.TrueForAll(from => sent.Count(at => at >= from && at < from.AddDays(1)) <= 10);
        });

    /// <summary>The promise of a refusal: at the time that it names, the same request succeeds.</summary>
    [Fact]
    public void P2_at_the_named_time_the_code_is_sent() =>
        Gen.Select(Gen.Int[0, 1_500].Array[0, 12], Gen.Int[0, 1_500].Array[0, 31]).Sample((number, address) =>
        {
            var (n, a, now) = (Asked(number), Asked(address), Noon.AddMinutes(1_500));
            return Refusal(n, now, address: a) is not { RetryAt: { } at }
                || (at > now && Refusal(n, at, address: a) is null && Refusal(n, at - OneSecond, address: a) is not null);
        });

    private static void AtTheLimit(CodeTally number, DateTimeOffset freeAt, CodeTally? address = null)
    {
        var refused = Refusal(number, freeAt - OneSecond, address: address);
        refused!.Code.Should().Be("auth.too-many-codes");
        refused.RetryAt.Should().Be(freeAt);
        Refusal(number, freeAt, address: address).Should().BeNull();
    }

    private static Rejection? Refusal(CodeTally number, DateTimeOffset now, DateTimeOffset? resendAt = null, CodeTally? address = null) =>
        CodeLimits.Refuse(number, address, resendAt, Policy, now);

    /// <summary>Asked for at these minutes after noon.</summary>
    private static CodeTally Asked(params int[] minutes) =>
        CodeTally.Empty("tally") with { Asked = [.. minutes.Order().Select(m => Noon.AddMinutes(m))] };

    private static CodeTally Wrong(CodeTally tally, int times, DateTimeOffset? at = null) =>
        Enumerable.Range(0, times).Aggregate(tally, (t, _) => t.WithComparison(Policy, at ?? Noon));
}
