using FluentAssertions;
using Marketplace.Domain.Customers;
using Xunit;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Customers;

public class ChallengeDecisionsTests
{
    private static readonly CodePolicy Policy = new();

    [Fact]
    public void D12_a_code_is_compared_until_one_second_before_its_ten_minutes_are_over()
    {
        Refusal(Sent(), Noon.AddMinutes(10) - OneSecond).Should().BeNull();
        Refusal(Sent(), Noon.AddMinutes(10))!.Code.Should().Be("auth.code-expired");
    }

    [Fact]
    public void D12_a_code_has_five_tries()
    {
        Refusal(Sent() with { Attempts = 4 }, Noon).Should().BeNull();
        Refusal(Sent() with { Attempts = 5 }, Noon)!.Code.Should().Be("auth.attempts-exhausted");
    }

    [Fact]
    public void D14_who_has_no_tries_left_is_told_when_a_new_code_can_be_asked_for()
    {
        Refusal(Sent() with { Attempts = 5 }, Noon)!.RetryAt.Should().Be(Noon.AddSeconds(60));
        Refusal(Sent() with { Attempts = 5 }, Noon.AddSeconds(60))!.RetryAt.Should().BeNull();
    }

    [Fact]
    public void S35_a_used_code_is_told_from_an_expired_one() =>
        Refusal(ChallengeDecisions.Consume(Sent()), Noon.AddDays(1))!.Code.Should().Be("auth.code-used");

    [Fact]
    public void S35_a_code_opens_one_purpose_only() =>
        ChallengeDecisions.RefuseComparison(Sent(), ChallengePurpose.Withdrawal, null, Noon)!.Code.Should().Be("auth.challenge-unknown");

    [Theory]
    [InlineData("deed", "another deed")]
    [InlineData("deed", null)]
    [InlineData(null, "deed")]
    public void S35_a_code_opens_one_deed_only(string? issuedFor, string? usedFor) =>
        ChallengeDecisions.RefuseComparison(Sent() with { Binding = issuedFor }, ChallengePurpose.SignIn, usedFor, Noon)!
            .Code.Should().Be("auth.challenge-unknown");

    [Fact]
    public void S35_a_voided_code_is_not_compared() =>
        Refusal(ChallengeDecisions.Supersede(Sent()), Noon)!.Code.Should().Be("auth.code-expired");

    [Fact]
    public void S35_a_newer_code_does_not_make_a_used_one_unused() =>
        Refusal(ChallengeDecisions.Supersede(ChallengeDecisions.Consume(Sent())), Noon)!.Code.Should().Be("auth.code-used");

    [Fact]
    public void S35_a_code_that_was_right_is_not_used_after_it_was_used_or_voided()
    {
        ChallengeDecisions.RefuseUse(Sent()).Should().BeNull();
        ChallengeDecisions.RefuseUse(ChallengeDecisions.Consume(Sent()))!.Code.Should().Be("auth.code-used");
        ChallengeDecisions.RefuseUse(ChallengeDecisions.Supersede(Sent()))!.Code.Should().Be("auth.code-expired");
    }

    [Fact]
    public void An_unknown_challenge_is_told_as_such() =>
        ChallengeDecisions.RefuseComparison(null, ChallengePurpose.SignIn, null, Noon)!.Code.Should().Be("auth.challenge-unknown");

    [Fact]
    public void I11_a_comparison_is_counted_once() => ChallengeDecisions.Count(Sent()).Attempts.Should().Be(1);

    [Fact]
    public void S4_nothing_sealed_outlives_its_need()
    {
        ChallengeDecisions.HandOver(Sent()).Should().Match<Challenge>(c => c.SealedCode == null && c.SealedContact != null);
        ChallengeDecisions.Consume(Sent()).Should().Match<Challenge>(c => c.SealedCode == null && c.SealedContact == null);
        ChallengeDecisions.Supersede(Sent()).Should().Match<Challenge>(c => c.SealedCode == null && c.SealedContact == null);
    }

    [Fact]
    public void S4_only_a_code_that_still_opens_something_is_sent()
    {
        ChallengeDecisions.IsToBeSent(Sent(), Noon.AddMinutes(10) - OneSecond).Should().BeTrue();
        ChallengeDecisions.IsToBeSent(Sent(), Noon.AddMinutes(10)).Should().BeFalse();
        ChallengeDecisions.IsToBeSent(ChallengeDecisions.HandOver(Sent()), Noon).Should().BeFalse();
        ChallengeDecisions.IsToBeSent(ChallengeDecisions.Consume(Sent()), Noon).Should().BeFalse();
        ChallengeDecisions.IsToBeSent(ChallengeDecisions.Supersede(Sent()), Noon).Should().BeFalse();
    }

    private static Challenge Sent() => new(
        Id("challenge"), ChallengePurpose.SignIn, CodeChannel.Sms, "contact", "hash", null, null,
        Noon, Noon + Policy.Written.Life, Noon + Policy.ResendAfter, Policy.Written.Tries, "sealed contact", "sealed code");

    private static Rejection? Refusal(Challenge challenge, DateTimeOffset now) =>
        ChallengeDecisions.RefuseComparison(challenge, ChallengePurpose.SignIn, null, now);
}
