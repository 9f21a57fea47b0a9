using FluentAssertions;
using Xunit;
using static Marketplace.Host.Tests.Auth.AuthClient;

namespace Marketplace.Host.Tests.Auth;

/// <summary>Looks for a code, a number, a token and a device's name in everything that the host writes.</summary>
[Collection(AuthTests.Name)]
public class LeakTests(AuthHost host)
{
    [Fact]
    public async Task S4_no_code_number_or_token_is_in_a_table_a_log_or_a_trace()
    {
        using var traces = new TraceCapture();
        var phone = NewPhone();
        host.Sms.FailNext(phone, 1);
        var (challengeId, code) = await host.CodeAsync(phone);
        await host.AnswerAsync(challengeId, Wrong(code));
        await host.AnswerAsync(challengeId, code, acceptedTerms: null);
        var token = (await (await host.AnswerAsync(challengeId, code, client: "Zephyr-of-Anna")).JsonAsync()).GetProperty("token").GetString()!;
        await host.SessionsAsync(token);
        await host.AnswerAsync(challengeId, code);

        var (tables, logs, spans) = (await DumpAsync(host), host.Logs.Text, traces.Text);
        foreach (var secret in new[] { code, phone[2..], token, "Zephyr-of-Anna" })
        {
            foreach (var all in new[] { tables, logs, spans }) DatabaseDump.Find(all, secret).Should().BeNull();
        }
    }

    [Fact]
    public async Task S19_no_address_or_link_of_a_letter_is_in_a_table_a_log_or_a_trace_though_the_post_office_fails()
    {
        using var traces = new TraceCapture();
        var (phone, email) = (NewPhone(), ContactClient.NewEmail());
        var owner = await host.SignInAsync(phone);
        host.Mail.FailNext(email, 2);
        var token = await host.LinkTokenAsync(owner, email);
        var letter = await host.Mail.FirstAsync(l => l.To == email);
        letter.Letter.Text.Should().Contain(token, "that is what is looked for");
        await host.FollowLinkAsync(token);
        var change = await host.ScheduleChangeAsync(owner.Token, NewPhone());
        await host.Mail.FirstAsync(l => l.To == email && l.Letter.Text.Contains(host.CancelToken(change), StringComparison.Ordinal));

        var all = await DatabaseDump.OfAsync(host.World.Store) + host.Logs.Text + traces.Text;
        all.Should().Contain("DeliverNotice").And.Contain("No final answer yet: notice: HttpRequestException", "the failure itself is logged, without what the gateway said");
        foreach (var secret in new[] { email, token, host.CancelToken(change), phone[2..] }) DatabaseDump.Find(all, secret).Should().BeNull();
    }

    /// <summary>The search itself finds what is there: the same dump knows the challenge, and the logs know the command.</summary>
    [Fact]
    public async Task What_is_not_secret_is_found_by_the_same_search()
    {
        using var traces = new TraceCapture();
        var (challengeId, code) = await host.CodeAsync(NewPhone());
        await host.AnswerAsync(challengeId, Wrong(code));

        var tables = await DumpAsync(host);
        tables.Should().Contain($"{challengeId}").And.Contain("wolverine_incoming_envelopes").And.Contain("\"challengeId\"", "bodies of messages are searched too");
        host.Logs.Text.Should().Contain($"SignIn {{ ChallengeId = {challengeId}", "what fails is logged with its command");
        traces.Text.Should().Contain("AskForCode");
        DatabaseDump.Find(tables + $"\n{{\"code\":\"{code}\"}}", code).Should().Contain("\"code\"", "a code that stands alone is found");
        DatabaseDump.Find($"2026-11-27 10:00:00.{code}+00 a{code}-", code).Should().BeNull("a time or a hash is none");
    }

    internal static Task<string> DumpAsync(AuthHost host) => DatabaseDump.OfAsync(host.World.Store);
}
