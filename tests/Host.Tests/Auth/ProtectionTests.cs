using System.Net;
using FluentAssertions;
using Marketplace.Domain.Customers;
using Xunit;
using static Marketplace.Host.Tests.Auth.AuthClient;
using static Marketplace.Host.Tests.Auth.ContactClient;

namespace Marketplace.Host.Tests.Auth;

[Collection(AuthTests.Name)]
public class ProtectionTests(AuthHost host)
{
    [Fact]
    public async Task S13_to_S15_an_account_is_activated_by_profile_email_and_a_code_on_the_phone()
    {
        var (phone, email) = (NewPhone(), NewEmail());
        var me = await host.SignInAsync(phone);
        await (await host.PostAsync("/api/account/activation", me.Token, new { email })).ShouldRefuseAsync(HttpStatusCode.Conflict, "customer.profile-missing");
        (await SaveAsync(me, "Петрова", "Мария")).StatusCode.Should().Be(HttpStatusCode.NoContent);
        var asked = await host.PostAsync("/api/account/activation", me.Token, new { email });
        asked.StatusCode.Should().Be(HttpStatusCode.Accepted);
        var sms = await host.Sms.OfAsync((await asked.JsonAsync()).GetProperty("challengeId").GetGuid());
        sms.To.Should().Be(phone, "the code goes to the bound phone, whatever e-mail is named (S36)");

        await (await host.PostAsync("/api/account/activation/confirmation", me.Token, new { code = Wrong(sms.Code) }))
            .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "auth.code-invalid");
        (await host.PostAsync("/api/account/activation/confirmation", me.Token, new { code = sms.Code })).StatusCode.Should().Be(HttpStatusCode.NoContent);
        var account = await AccountAsync(me.CustomerId);
        (account.Activated, account.Protected, account.Email!.Verified).Should().Be((true, false, false));
    }

    [Fact]
    public async Task S13_a_profile_is_refused_field_by_field_and_kept_encrypted()
    {
        var me = await host.SignInAsync(NewPhone());
        var problem = await (await SaveAsync(me, "Петрова", "М4рия")).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "customer.name-invalid");
        problem.GetProperty("errors").TryGetProperty("name", out _).Should().BeTrue();
        (await SaveAsync(me, "Щербаковская", "Мария")).StatusCode.Should().Be(HttpStatusCode.NoContent);
        await using var session = host.Store.QuerySession();
        var stored = await session.QueryAsync<string>("select data::text from marketplace.mt_events where stream_id = ? union all select data::text from marketplace.mt_doc_customer where id = ?", me.CustomerId, me.CustomerId);
        stored.Should().NotBeEmpty().And.NotContain(text => text.Contains("Щербаковская"));
    }

    [Fact]
    public async Task S16_S17_S18_the_link_of_the_letter_protects_the_account_once()
    {
        var me = await host.SignInAsync(NewPhone());
        var token = await host.LinkTokenAsync(me, NewEmail());
        (await AccountAsync(me.CustomerId)).Protected.Should().BeFalse();
        (await host.FollowLinkAsync(token)).StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await AccountAsync(me.CustomerId)).Protected.Should().BeTrue();
        await (await host.FollowLinkAsync(token)).ShouldRefuseAsync(HttpStatusCode.Conflict, "customer.link-used");
        await (await host.FollowLinkAsync(Wrong(token))).ShouldRefuseAsync(HttpStatusCode.NotFound, "customer.link-unknown");
    }

    [Fact]
    public async Task S17_S18_an_older_link_and_a_link_to_a_replaced_address_prove_nothing()
    {
        var (me, email) = (await host.SignInAsync(NewPhone()), NewEmail());
        var older = await host.LinkTokenAsync(me, email);
        host.Clock.Advance(TimeSpan.FromSeconds(60));
        var newer = await host.LinkTokenAsync(me, email);
        await (await host.FollowLinkAsync(older)).ShouldRefuseAsync(HttpStatusCode.Gone, "customer.link-expired");
        host.Clock.Advance(TimeSpan.FromSeconds(60));
        await host.LinkTokenAsync(me, NewEmail());
        await (await host.FollowLinkAsync(newer)).ShouldRefuseAsync(HttpStatusCode.Conflict, "customer.email-changed-since");
    }

    [Fact]
    public async Task P9_a_link_works_for_24_hours()
    {
        var (me, email) = (await host.SignInAsync(NewPhone()), NewEmail());
        var token = await host.LinkTokenAsync(me, email);
        host.Clock.Advance(TimeSpan.FromHours(24));
        await (await host.FollowLinkAsync(token)).ShouldRefuseAsync(HttpStatusCode.Gone, "customer.link-expired");
        var next = await host.LinkTokenAsync(me, email);
        host.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        (await host.FollowLinkAsync(next)).StatusCode.Should().Be(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task S8_X30_I12_one_address_protects_one_account_and_the_first_keeps_it()
    {
        var email = NewEmail();
        var (first, second) = (await host.SignInAsync(NewPhone()), await host.SignInAsync(NewPhone()));
        var (one, other) = (await host.LinkTokenAsync(first, email), await host.LinkTokenAsync(second, email.ToUpperInvariant()));
        (await host.FollowLinkAsync(one)).StatusCode.Should().Be(HttpStatusCode.NoContent);
        await (await host.FollowLinkAsync(other)).ShouldRefuseAsync(HttpStatusCode.Conflict, "customer.email-taken");
        (await AccountAsync(second.CustomerId)).Protected.Should().BeFalse();
    }

    [Fact]
    public async Task S8_I12_of_twenty_accounts_that_prove_one_address_at_once_one_has_it()
    {
        var email = NewEmail();
        List<OpenedSession> accounts = [];
        List<string> tokens = [];
        for (var n = 0; n < 20; n++)
        {
            accounts.Add(await host.SignInAsync(NewPhone()));
            tokens.Add(await host.LinkTokenAsync(accounts[^1], email));
        }

        var answers = await Task.WhenAll(tokens.Select(host.FollowLinkAsync));
        answers.Count(a => a.StatusCode == HttpStatusCode.NoContent).Should().Be(1);
        answers.Count(a => a.StatusCode == HttpStatusCode.Conflict).Should().Be(19);
    }

    [Fact]
    public async Task S19_S24_S26_only_a_proven_address_signs_in_and_the_answer_is_alike()
    {
        var (me, phone, proven) = await host.ProtectedAsync();
        var other = await host.SignInAsync(NewPhone());
        var unproven = NewEmail();
        await host.LinkTokenAsync(other, unproven);

        var (asked, toUnproven, toNobody) = (await AskByEmailAsync(proven), await AskByEmailAsync(unproven), await AskByEmailAsync(NewEmail()));
        foreach (var answer in (HttpResponseMessage[])[toUnproven, toNobody])
        {
            answer.StatusCode.Should().Be(asked.StatusCode);
            answer.Headers.Select(h => h.Key).Should().Equal(asked.Headers.Select(h => h.Key));
            (await answer.JsonAsync()).EnumerateObject().Select(p => p.Name).Should().Equal((await asked.JsonAsync()).EnumerateObject().Select(p => p.Name));
        }

        var challenge = await asked.JsonAsync();
        challenge.GetProperty("channel").GetString().Should().Be("email");
        var letter = await host.Mail.FirstAsync(l => l.MessageId == challenge.GetProperty("challengeId").GetGuid());
        letter.To.Should().Be(proven);
        var signedIn = await host.AnswerAsync(letter.MessageId, letter.Code);
        signedIn.StatusCode.Should().Be(HttpStatusCode.Created);
        (await signedIn.JsonAsync()).GetProperty("customerId").GetGuid().Should().Be(me.CustomerId);
        (await host.EventsAsync(me.CustomerId)).OfType<SessionOpened>().Last().Method.Should().Be(SignInMethod.EmailCode);
        host.Mail.To(unproven).Should().NotContain(l => !l.Letter.Text.Contains("/confirm-email?token="), "an unproven address gets no code, only its own link");
    }

    [Theory]
    [InlineData("maria")]
    [InlineData("Maria <maria@example.com>")]
    [InlineData("maria@example.com, anna@example.com")]
    [InlineData("maria@localhost")]
    public async Task S24_what_is_no_address_is_refused(string email) =>
        await (await AskByEmailAsync(email)).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "auth.email-invalid");

    private Task<HttpResponseMessage> AskByEmailAsync(string email) => host.PostAsync("/api/auth/challenges", null, new { email });

    private Task<HttpResponseMessage> SaveAsync(OpenedSession me, string surname, string name) =>
        host.SendAsync(HttpMethod.Put, "/api/account/profile", me.Token, new { surname, name, birthDate = "1990-05-17" });

    private async Task<Customer> AccountAsync(Guid customerId)
    {
        await using var session = host.Store.QuerySession();
        return (await session.LoadAsync<Customer>(customerId))!;
    }
}
