using System.Net;
using FluentAssertions;
using Marketplace.Application.Customers;
using Marketplace.Domain.Customers;
using Marketplace.Tests.Shared;
using Xunit;
using static Marketplace.Host.Tests.Auth.AuthClient;

namespace Marketplace.Host.Tests.Auth;

[Collection(AuthTests.Name)]
public class CodeTests(AuthHost host)
{
    [Fact]
    public async Task S35_a_code_works_once()
    {
        var (challengeId, code) = await host.CodeAsync(NewPhone());
        (await host.AnswerAsync(challengeId, code)).StatusCode.Should().Be(HttpStatusCode.Created);
        await (await host.AnswerAsync(challengeId, code)).ShouldRefuseAsync(HttpStatusCode.Conflict, "auth.code-used");
    }

    [Fact]
    public async Task S35_a_newer_code_voids_the_older_one()
    {
        var phone = NewPhone();
        var older = await host.CodeAsync(phone);
        host.Clock.Advance(TimeSpan.FromSeconds(60));
        var newer = await host.CodeAsync(phone);

        await (await host.AnswerAsync(older.ChallengeId, older.Code)).ShouldRefuseAsync(HttpStatusCode.Gone, "auth.code-expired");
        (await host.AnswerAsync(newer.ChallengeId, newer.Code)).StatusCode.Should().Be(HttpStatusCode.Created);
    }

    [Fact]
    public async Task S35_a_code_answers_its_own_challenge_only()
    {
        var (one, other) = (await host.CodeAsync(NewPhone()), await host.CodeAsync(NewPhone()));
        await (await host.AnswerAsync(one.ChallengeId, one.Code == other.Code ? Wrong(one.Code) : other.Code))
            .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "auth.code-invalid");
        await (await host.AnswerAsync(Guid.NewGuid(), one.Code)).ShouldRefuseAsync(HttpStatusCode.NotFound, "auth.challenge-unknown");
    }

    [Fact]
    public async Task D12_a_code_lives_ten_minutes()
    {
        var (intime, late) = (await host.CodeAsync(NewPhone()), await host.CodeAsync(NewPhone()));
        host.Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        (await host.AnswerAsync(intime.ChallengeId, intime.Code)).StatusCode.Should().Be(HttpStatusCode.Created);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await (await host.AnswerAsync(late.ChallengeId, late.Code)).ShouldRefuseAsync(HttpStatusCode.Gone, "auth.code-expired");
    }

    [Fact]
    public async Task D12_X22_after_five_wrong_tries_the_right_code_is_refused_too()
    {
        var (challengeId, code) = await host.CodeAsync(NewPhone());
        for (var left = 4; left >= 0; left--)
        {
            var problem = await (await host.AnswerAsync(challengeId, Wrong(code))).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "auth.code-invalid");
            problem.GetProperty("attemptsLeft").GetInt32().Should().Be(left);
        }

        var refused = await host.AnswerAsync(challengeId, code);
        await refused.ShouldRefuseAsync(HttpStatusCode.TooManyRequests, "auth.attempts-exhausted");
        refused.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(60), "that is when a new code can be asked for");
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("абвгде")]
    public async Task D12_what_is_no_code_is_a_wrong_code(string nonsense)
    {
        var (challengeId, _) = await host.CodeAsync(NewPhone());
        await (await host.AnswerAsync(challengeId, nonsense)).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "auth.code-invalid");
    }

    [Fact]
    public async Task X22_guessing_on_over_several_codes_pauses_the_number_for_an_hour()
    {
        var phone = NewPhone();
        for (var n = 0; n < 4; n++)
        {
            host.Clock.Advance(TimeSpan.FromMinutes(20));
            var (challengeId, code) = await host.CodeAsync(phone);
            for (var attempt = 0; attempt < 5; attempt++) await host.AnswerAsync(challengeId, Wrong(code));
        }

        host.Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1));
        await (await host.AskAsync(phone)).ShouldRefuseAsync(HttpStatusCode.TooManyRequests, "auth.codes-paused");
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        var again = await host.CodeAsync(phone);
        (await host.AnswerAsync(again.ChallengeId, again.Code)).StatusCode.Should().Be(HttpStatusCode.Created);
    }

    [Fact]
    public async Task P2_D14_the_next_code_comes_after_sixty_seconds()
    {
        var phone = NewPhone();
        await host.CodeAsync(phone);
        host.Clock.Advance(TimeSpan.FromSeconds(59));
        var refused = await host.AskAsync(phone);
        await refused.ShouldRefuseAsync(HttpStatusCode.TooManyRequests, "auth.resend-too-soon");
        refused.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(1));
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await host.CodeAsync(phone);
    }

    [Fact]
    public async Task P2_X23_a_flood_to_one_number_ends_at_ten_a_day()
    {
        var phone = NewPhone();
        var begin = host.Now;
        for (var n = 0; n < 10; n++)
        {
            await host.CodeAsync(phone);
            host.Clock.Advance(TimeSpan.FromMinutes(20));
        }

        var refused = await host.AskAsync(phone);
        await refused.ShouldRefuseAsync(HttpStatusCode.TooManyRequests, "auth.too-many-codes");
        refused.Headers.RetryAfter!.Delta.Should().Be(begin.AddDays(1) - host.Now);
        host.Sms.To(phone).Should().HaveCount(10);
    }

    [Fact]
    public async Task P2_X23_a_hundred_requests_at_once_send_one_code()
    {
        var phone = NewPhone();
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => host.AskAsync(phone)));

        answers.CountBy(a => a.StatusCode).Should().BeEquivalentTo(
            new Dictionary<HttpStatusCode, int> { [HttpStatusCode.Accepted] = 1, [HttpStatusCode.TooManyRequests] = 99 });
    }

    [Fact]
    public async Task P2_an_address_gets_ten_codes_an_hour_whatever_the_numbers()
    {
        const string address = "203.0.113.7";
        for (var n = 0; n < 10; n++) (await host.AskAsync(NewPhone(), from: address)).StatusCode.Should().Be(HttpStatusCode.Accepted);

        await (await host.AskAsync(NewPhone(), from: address)).ShouldRefuseAsync(HttpStatusCode.TooManyRequests, "auth.too-many-codes");
        (await host.AskAsync(NewPhone(), from: "203.0.113.8")).StatusCode.Should().Be(HttpStatusCode.Accepted);
        host.Clock.Advance(TimeSpan.FromHours(1));
        (await host.AskAsync(NewPhone(), from: address)).StatusCode.Should().Be(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task P2_the_addresses_of_one_ipv6_network_are_one_address()
    {
        for (var n = 0; n < 10; n++) (await host.AskAsync(NewPhone(), from: $"2001:db8:1:2::{n}")).StatusCode.Should().Be(HttpStatusCode.Accepted);

        await (await host.AskAsync(NewPhone(), from: "2001:db8:1:2::ffff")).ShouldRefuseAsync(HttpStatusCode.TooManyRequests, "auth.too-many-codes");
        (await host.AskAsync(NewPhone(), from: "2001:db8:1:3::1")).StatusCode.Should().Be(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task P2_loopback_is_exempt_in_development()
    {
        for (var n = 0; n < 31; n++) (await host.AskAsync(NewPhone())).StatusCode.Should().Be(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task I11_fifty_wrong_codes_at_once_are_compared_five_times()
    {
        var (challengeId, code) = await host.CodeAsync(NewPhone());
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => host.AnswerAsync(challengeId, Wrong(code))));

        answers.CountBy(a => a.StatusCode).Should().BeEquivalentTo(
            new Dictionary<HttpStatusCode, int> { [HttpStatusCode.UnprocessableEntity] = 5, [HttpStatusCode.TooManyRequests] = 45 });
        await using var session = host.Store.QuerySession();
        (await session.LoadAsync<Challenge>(challengeId))!.Attempts.Should().Be(5);
    }

    [Fact]
    public async Task I11_fifty_right_codes_at_once_open_one_session()
    {
        var (challengeId, code) = await host.CodeAsync(NewPhone());
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => host.AnswerAsync(challengeId, code)));

        answers.Count(a => a.StatusCode == HttpStatusCode.Created).Should().Be(1);
        answers.Where(a => a.StatusCode != HttpStatusCode.Created).Select(a => a.StatusCode)
            .Should().OnlyContain(status => status == HttpStatusCode.Conflict || status == HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task S4_a_gateway_that_is_away_for_a_moment_gets_the_code_later()
    {
        var phone = NewPhone();
        host.Sms.FailNext(phone, 2);
        await host.CodeAsync(phone);
        host.Sms.To(phone).Should().ContainSingle();
    }

    [Fact]
    public async Task S4_what_is_sealed_goes_when_it_is_needed_no_more()
    {
        var (challengeId, code) = await host.CodeAsync(NewPhone());
        var sent = await UntilAsync(challengeId, c => c.SealedCode is null);
        sent!.SealedContact.Should().NotBeNull();

        await host.AnswerAsync(challengeId, code);
        (await UntilAsync(challengeId, c => c.Consumed))!.SealedContact.Should().BeNull();
    }

    [Fact]
    public async Task S4_a_challenge_that_is_long_over_is_forgotten()
    {
        var (challengeId, _) = await host.CodeAsync(NewPhone());
        await UntilAsync(challengeId, c => c.SealedCode is null);
        await using var session = host.Store.LightweightSession();
        ForgetCodeHandler.Handle(new ForgetCode(challengeId), session, host.Clock);
        await session.SaveChangesAsync();

        (await session.LoadAsync<Challenge>(challengeId)).Should().BeNull();
    }

    private async Task<Challenge?> UntilAsync(Guid challengeId, Func<Challenge, bool> holds) => await Eventually.FindsAsync(
        async () =>
        {
            await using var session = host.Store.QuerySession();
            return await session.LoadAsync<Challenge>(challengeId) is { } challenge && holds(challenge) ? challenge : null;
        },
        "the challenge changes");
}
