using System.Net;
using FluentAssertions;
using Marketplace.Domain.Customers;
using Xunit;
using static Marketplace.Host.Tests.Auth.AuthClient;

namespace Marketplace.Host.Tests.Auth;

[Collection(AuthTests.Name)]
public class CallTests(AuthHost host)
{
    [Fact]
    public async Task S21_S23_the_system_picks_sms_first_and_calls_when_it_is_asked_again()
    {
        var phone = NewPhone();
        (await ChannelAsync(phone)).Channel.Should().Be("sms", "whoever asks for a call first gets an SMS all the same");
        await (await host.AskAsync(phone, "call")).ShouldRefuseAsync(HttpStatusCode.TooManyRequests, "auth.resend-too-soon");
        host.Clock.Advance(TimeSpan.FromSeconds(60));
        (await ChannelAsync(phone)).Channel.Should().Be("call");
    }

    [Fact]
    public async Task S22_a_call_tells_four_digits_that_live_two_minutes_and_bear_three_tries()
    {
        var (first, phone) = await CalledAsync();
        first.Code.Should().HaveLength(4);
        for (var left = 2; left >= 0; left--)
        {
            var problem = await (await host.AnswerAsync(first.MessageId, Wrong(first.Code))).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "auth.code-invalid");
            problem.GetProperty("attemptsLeft").GetInt32().Should().Be(left);
        }

        await (await host.AnswerAsync(first.MessageId, first.Code)).ShouldRefuseAsync(HttpStatusCode.TooManyRequests, "auth.attempts-exhausted");
        host.Sms.To(phone).Should().Contain(first);
    }

    [Fact]
    public async Task D12_a_called_code_is_taken_one_second_before_two_minutes_and_not_at_two()
    {
        var (intime, _) = await CalledAsync();
        var (late, _) = await CalledAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        await (await host.AnswerAsync(late.MessageId, late.Code)).ShouldRefuseAsync(HttpStatusCode.Gone, "auth.code-expired");
        await (await host.AnswerAsync(intime.MessageId, intime.Code)).ShouldRefuseAsync(HttpStatusCode.Gone, "auth.code-expired");
        var (next, _) = await CalledAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(2) - TimeSpan.FromSeconds(1));
        (await host.AnswerAsync(next.MessageId, next.Code)).StatusCode.Should().Be(HttpStatusCode.Created);
    }

    [Fact]
    public async Task S22_signing_in_by_a_call_is_recorded_as_such()
    {
        var (called, _) = await CalledAsync();
        var opened = await (await host.AnswerAsync(called.MessageId, called.Code)).JsonAsync();
        (await host.EventsAsync(opened.GetProperty("customerId").GetGuid())).OfType<SessionOpened>().Single().Method.Should().Be(SignInMethod.PhoneCall);
    }

    private async Task<(SentSms Called, string Phone)> CalledAsync()
    {
        var phone = NewPhone();
        await ChannelAsync(phone);
        host.Clock.Advance(TimeSpan.FromSeconds(60));
        var (channel, challengeId) = await ChannelAsync(phone);
        channel.Should().Be("call");
        return (await host.Sms.OfAsync(challengeId), phone);
    }

    private async Task<(string? Channel, Guid ChallengeId)> ChannelAsync(string phone)
    {
        var answer = await host.AskAsync(phone, "call");
        answer.StatusCode.Should().Be(HttpStatusCode.Accepted);
        var challenge = await answer.JsonAsync();
        return (challenge.GetProperty("channel").GetString(), challenge.GetProperty("challengeId").GetGuid());
    }
}
