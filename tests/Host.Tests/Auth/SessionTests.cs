using System.Net;
using FluentAssertions;
using Marketplace.Application.Customers;
using Marketplace.Domain.Customers;
using Xunit;
using static Marketplace.Host.Tests.Auth.AuthClient;

namespace Marketplace.Host.Tests.Auth;

[Collection(AuthTests.Name)]
public class SessionTests(AuthHost host)
{
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task S33_all_sessions_are_listed_and_the_one_that_asks_is_marked()
    {
        var phone = NewPhone();
        var (phoneApp, browser) = (await host.SignInAsync(phone, "Phone"), await host.SignInAsync(phone, "Browser"));

        var listed = await host.SessionsAsync(phoneApp.Token);
        listed.Select(s => (s.SessionId, s.Client, s.Current)).Should().Equal((browser.SessionId, "Browser", false), (phoneApp.SessionId, "Phone", true));
        listed.Should().AllSatisfy(s => s.Method.Should().Be("phone-code"));
    }

    [Fact]
    public async Task S33_closing_one_session_leaves_the_others_open()
    {
        var phone = NewPhone();
        var (one, other) = (await host.SignInAsync(phone), await host.SignInAsync(phone));

        (await CloseAsync($"/api/auth/sessions/{other.SessionId}", one.Token)).Should().Be(HttpStatusCode.NoContent);
        (await host.OpensAsync(other.Token)).Should().BeFalse();
        (await host.OpensAsync(one.Token)).Should().BeTrue();
        (await host.SessionsAsync(one.Token)).Should().ContainSingle();
    }

    [Fact]
    public async Task S33_signing_out_ends_this_session()
    {
        var phone = NewPhone();
        var (one, other) = (await host.SignInAsync(phone), await host.SignInAsync(phone));

        (await CloseAsync("/api/auth/sessions/current", one.Token)).Should().Be(HttpStatusCode.NoContent);
        (await host.OpensAsync(one.Token)).Should().BeFalse();
        (await host.OpensAsync(other.Token)).Should().BeTrue();
    }

    [Fact]
    public async Task S33_all_other_sessions_are_closed_at_once()
    {
        var phone = NewPhone();
        var (one, two, three) = (await host.SignInAsync(phone), await host.SignInAsync(phone), await host.SignInAsync(phone));

        (await CloseAsync("/api/auth/sessions", two.Token)).Should().Be(HttpStatusCode.NoContent);
        (await host.OpensAsync(one.Token)).Should().BeFalse();
        (await host.OpensAsync(two.Token)).Should().BeTrue();
        (await host.OpensAsync(three.Token)).Should().BeFalse();
    }

    [Fact]
    public async Task S33_the_session_of_another_customer_answers_like_an_unknown_one()
    {
        var (mine, foreign) = (await host.SignInAsync(NewPhone()), await host.SignInAsync(NewPhone()));

        var answers = new List<string>();
        foreach (var id in new[] { $"{foreign.SessionId}", $"{Guid.NewGuid()}", "nonsense" })
        {
            var answer = await host.SendAsync(HttpMethod.Delete, $"/api/auth/sessions/{id}", mine.Token);
            await answer.ShouldRefuseAsync(HttpStatusCode.NotFound, "auth.session-unknown");
            answers.Add((await answer.JsonAsync()).GetProperty("detail").GetString()!);
        }

        answers.Distinct().Should().ContainSingle();
        (await host.OpensAsync(foreign.Token)).Should().BeTrue();
    }

    [Fact]
    public async Task P16_a_session_that_is_not_used_for_thirty_days_is_over()
    {
        var (used, idle) = (await host.SignInAsync(NewPhone()), await host.SignInAsync(NewPhone()));
        host.Clock.Advance(idle.ExpiresAt - host.Now - OneSecond);
        (await host.OpensAsync(idle.Token)).Should().BeTrue("a second is left, and this use makes thirty days more");
        host.Clock.Advance(OneSecond);
        (await host.OpensAsync(idle.Token)).Should().BeTrue();
        (await host.OpensAsync(used.Token)).Should().BeFalse();
    }

    [Fact]
    public async Task P16_a_session_that_is_used_daily_is_over_after_ninety_days()
    {
        var opened = await host.SignInAsync(NewPhone());
        var end = host.Now.AddDays(90);
        while (host.Now.AddDays(20) < end)
        {
            host.Clock.Advance(TimeSpan.FromDays(20));
            (await host.OpensAsync(opened.Token)).Should().BeTrue();
        }

        host.Clock.Advance(end - host.Now - OneSecond);
        (await host.OpensAsync(opened.Token)).Should().BeTrue();
        host.Clock.Advance(OneSecond);
        (await host.OpensAsync(opened.Token)).Should().BeFalse();
    }

    [Fact]
    public async Task P16_the_eleventh_session_closes_the_oldest()
    {
        var phone = NewPhone();
        var sessions = new List<OpenedSession>();
        for (var n = 0; n < 11; n++)
        {
            // Ten codes a day: the first sessions are from yesterday.
            if (n == 5) host.Clock.Advance(TimeSpan.FromDays(1));
            sessions.Add(await host.SignInAsync(phone));
        }

        (await host.OpensAsync(sessions[0].Token)).Should().BeFalse();
        (await host.SessionsAsync(sessions[10].Token)).Select(s => s.SessionId).Should().Equal(sessions.Skip(1).Select(s => s.SessionId).Reverse());
    }

    [Fact]
    public async Task P16_an_expired_session_is_closed_at_the_next_sign_in()
    {
        var phone = NewPhone();
        var old = await host.SignInAsync(phone);
        host.Clock.Advance(TimeSpan.FromDays(31));
        await host.SignInAsync(phone);

        await using var session = host.Store.QuerySession();
        (await session.Events.FetchStreamAsync(old.CustomerId)).Select(e => e.Data).OfType<SessionClosed>()
            .Should().ContainSingle(e => e.SessionId == old.SessionId && e.Reason == SessionEnd.Expired);
    }

    [Fact]
    public async Task The_use_of_a_session_is_noted_once_an_hour()
    {
        var opened = await host.SignInAsync(NewPhone());
        var openedAt = host.Now;
        host.Clock.Advance(TimeSpan.FromHours(1) - OneSecond);
        (await host.SessionsAsync(opened.Token)).Single().LastSeenAt.Should().Be(openedAt);
        host.Clock.Advance(OneSecond);
        (await host.SessionsAsync(opened.Token)).Single().LastSeenAt.Should().Be(openedAt.AddHours(1));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("mkt_")]
    [InlineData("mkt_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("something-else")]
    [InlineData("a.b.c")]
    public async Task S9_without_a_live_session_the_answer_is_to_sign_in(string? token)
    {
        var answer = await host.SendAsync(HttpMethod.Get, "/api/auth/sessions", token);
        await answer.ShouldRefuseAsync(HttpStatusCode.Unauthorized, "auth.sign-in-required");
        answer.Headers.WwwAuthenticate.ToString().Should().Be("Bearer");
    }

    [Fact]
    public async Task The_table_of_sessions_holds_no_token()
    {
        var opened = await host.SignInAsync(NewPhone());
        await using var session = host.Store.QuerySession();
        var stored = await session.LoadAsync<Session>(SessionTokens.IdOf(opened.Token));

        stored!.SessionId.Should().Be(opened.SessionId);
        (await host.OpensAsync(SessionTokens.Prefix + stored.Id)).Should().BeFalse();
        (await host.OpensAsync(stored.Id)).Should().BeFalse();
    }

    private async Task<HttpStatusCode> CloseAsync(string path, string token) => (await host.SendAsync(HttpMethod.Delete, path, token)).StatusCode;
}
