using System.Net;
using FluentAssertions;
using Marketplace.Domain.Customers;
using Xunit;
using static Marketplace.Host.Tests.Auth.AuthClient;
using static Marketplace.Host.Tests.Auth.ContactClient;

namespace Marketplace.Host.Tests.Auth;

/// <summary>Limits live in the database: neither a second host nor a restart gives anybody one more.</summary>
[Collection(AuthTests.Name)]
public class SharedLimitsTests(AuthHost host)
{
    [Fact]
    public async Task I11_X22_fifty_checks_at_once_on_two_hosts_are_compared_five_times()
    {
        var other = await AuthHost.BesideAsync(host);
        try
        {
            var (challengeId, code) = await host.CodeAsync(NewPhone());
            var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(n => (n % 2 == 0 ? host : other).AnswerAsync(challengeId, Wrong(code))));
            answers.Count(a => a.StatusCode == HttpStatusCode.UnprocessableEntity).Should().Be(5);
            answers.Count(a => a.StatusCode == HttpStatusCode.TooManyRequests).Should().Be(45);
            await using var session = host.Store.QuerySession();
            (await session.LoadAsync<Challenge>(challengeId))!.Attempts.Should().Be(5);
            await (await other.AnswerAsync(challengeId, code)).ShouldRefuseAsync(HttpStatusCode.TooManyRequests, "auth.attempts-exhausted");
        }
        finally
        {
            await other.DisposeAsync();
        }
    }

    [Fact]
    public async Task P2_X23_the_caps_of_a_number_hold_on_a_host_that_was_started_later()
    {
        var phone = NewPhone();
        for (var n = 0; n < 3; n++)
        {
            (await host.AskAsync(phone)).StatusCode.Should().Be(HttpStatusCode.Accepted);
            host.Clock.Advance(TimeSpan.FromSeconds(60));
        }

        var later = await AuthHost.BesideAsync(host);
        try
        {
            await (await later.AskAsync(phone)).ShouldRefuseAsync(HttpStatusCode.TooManyRequests, "auth.too-many-codes");
        }
        finally
        {
            await later.DisposeAsync();
        }
    }

    [Fact]
    public async Task X22_a_hundred_wrong_codes_in_a_row_close_codes_until_the_owner_comes_in_by_another_way()
    {
        var (me, phone, email) = await host.ProtectedAsync();
        var wrong = 0;
        while (wrong < 100)
        {
            // Past the cool-down, the caps and the pause of an hour after every twenty.
            host.Clock.Advance(TimeSpan.FromHours(3));
            var (challengeId, code) = await host.CodeAsync(phone);
            for (var n = 0; n < 5; n++, wrong++) (await host.AnswerAsync(challengeId, Wrong(code))).StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        }

        host.Clock.Advance(TimeSpan.FromDays(2));
        await (await host.AskAsync(phone)).ShouldRefuseAsync(HttpStatusCode.TooManyRequests, "auth.codes-closed");
        (await host.OpensAsync(me.Token)).Should().BeTrue("live sessions keep working");

        var asked = await (await host.PostAsync("/api/auth/challenges", null, new { email })).JsonAsync();
        var letter = await host.Mail.FirstAsync(l => l.MessageId == asked.GetProperty("challengeId").GetGuid());
        (await host.AnswerAsync(letter.MessageId, letter.Code)).StatusCode.Should().Be(HttpStatusCode.Created);
        (await host.SignInAsync(phone)).CustomerId.Should().Be(me.CustomerId, "the owner has come in by e-mail");
    }

    /// <summary>Twenty days of a hundred requests each: fifty to contacts of accounts and fifty to nobody's, phones and e-mails.</summary>
    [Fact]
    public async Task S6_two_thousand_requests_tell_nobody_which_contacts_are_known()
    {
        List<object> known = [], unknown = [];
        for (var n = 0; n < 25; n++)
        {
            var (_, phone, email) = await host.ProtectedAsync();
            known.AddRange([new { phone }, new { email }]);
            unknown.AddRange([new { phone = NewPhone() }, new { email = NewEmail() }]);
        }

        HashSet<string> ofKnown = [], ofUnknown = [];
        for (var day = 0; day < 20; day++)
        {
            host.Clock.Advance(TimeSpan.FromDays(1));
            ofKnown.UnionWith(await Task.WhenAll(known.Select(ShapeAsync)));
            ofUnknown.UnionWith(await Task.WhenAll(unknown.Select(ShapeAsync)));
        }

        ofKnown.Should().HaveCount(2, "one shape for phones and one for e-mails").And.BeEquivalentTo(ofUnknown);
    }

    /// <summary>All that an answer tells but its ids and times: status, headers with their values, members with their kinds, and the channel.</summary>
    private async Task<string> ShapeAsync(object contact)
    {
        using var answer = await host.PostAsync("/api/auth/challenges", null, contact);
        var headers = answer.Headers.Concat(answer.Content.Headers).Where(h => h.Key != "Date").OrderBy(h => h.Key, StringComparer.Ordinal)
            .Select(h => $"{h.Key}: {string.Join(',', h.Value)}");
        var body = await answer.JsonAsync();
        var members = body.EnumerateObject().Select(p => $"{p.Name}:{p.Value.ValueKind}:{p.Value.GetRawText().Length}");
        return $"{(int)answer.StatusCode}|{string.Join('|', headers)}|{string.Join('|', members)}|{body.GetProperty("channel")}";
    }
}
