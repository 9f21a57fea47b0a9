using System.Net;
using FluentAssertions;
using Marketplace.Application.Customers;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Wallets;
using Marten;
using Xunit;
using static Marketplace.Host.Tests.Auth.AuthClient;

namespace Marketplace.Host.Tests.Auth;

[Collection(AuthTests.Name)]
public class SignInTests(AuthHost host)
{
    [Fact]
    public async Task S1_S4_S20_S21_a_code_is_sent_by_sms_and_the_answer_says_until_when_it_works()
    {
        var phone = NewPhone();
        var answer = await host.AskAsync(phone);

        answer.StatusCode.Should().Be(HttpStatusCode.Accepted);
        var body = await answer.JsonAsync();
        body.GetProperty("channel").GetString().Should().Be("sms");
        body.GetProperty("expiresAt").GetDateTimeOffset().Should().Be(host.Now.AddMinutes(10));
        body.GetProperty("resendAt").GetDateTimeOffset().Should().Be(host.Now.AddSeconds(60));
        var sms = await host.Sms.OfAsync(body.GetProperty("challengeId").GetGuid());
        sms.To.Should().Be(phone);
        sms.Text.Should().MatchRegex("^Код: [0-9]{6}\\. Никому его не сообщайте\\. Вход в Marketplace\\.$");
    }

    [Fact]
    public async Task S2_S3_S7_a_right_code_opens_an_account_a_wallet_and_a_session_at_once()
    {
        var (challengeId, code) = await host.CodeAsync(NewPhone());
        var answer = await host.AnswerAsync(challengeId, code, client: "A test");

        answer.StatusCode.Should().Be(HttpStatusCode.Created);
        var body = await answer.JsonAsync();
        body.GetProperty("isNew").GetBoolean().Should().BeTrue();
        body.GetProperty("token").GetString().Should().MatchRegex("^mkt_[A-Za-z0-9_-]{43}$");
        body.GetProperty("expiresAt").GetDateTimeOffset().Should().Be(host.Now.AddDays(30));
        answer.Headers.Location!.ToString().Should().Be($"/api/auth/sessions/{body.GetProperty("sessionId").GetGuid()}");
        answer.Headers.CacheControl!.NoStore.Should().BeTrue();
        var customerId = body.GetProperty("customerId").GetGuid();
        (await EventsAsync(customerId)).Should().Equal(nameof(CustomerRegistered), nameof(TermsAccepted), nameof(SessionOpened));
        (await EventsAsync(AccountIds.WalletId(customerId))).Should().Equal(nameof(WalletOpened));
        (await host.OpensAsync(body.GetProperty("token").GetString()!)).Should().BeTrue();
    }

    [Fact]
    public async Task S3_a_wrong_code_leaves_no_account()
    {
        var accounts = await AccountsAsync();
        var (challengeId, code) = await host.CodeAsync(NewPhone());
        var problem = await (await host.AnswerAsync(challengeId, Wrong(code))).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "auth.code-invalid");

        problem.GetProperty("attemptsLeft").GetInt32().Should().Be(4);
        (await AccountsAsync()).Should().Be(accounts);
    }

    [Fact]
    public async Task S5_a_new_number_without_the_terms_is_refused_and_keeps_its_code()
    {
        var (challengeId, code) = await host.CodeAsync(NewPhone());
        var accounts = await AccountsAsync();

        await (await host.AnswerAsync(challengeId, code, acceptedTerms: null)).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "auth.terms-not-accepted");
        await (await host.AnswerAsync(challengeId, code, acceptedTerms: "0")).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "auth.terms-not-accepted");
        (await AccountsAsync()).Should().Be(accounts);
        (await host.AnswerAsync(challengeId, code)).StatusCode.Should().Be(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("ru", "Регистрируясь")]
    [InlineData("en-GB, ru;q=0.5", "By registering")]
    [InlineData("fr", "Регистрируясь")]
    public async Task S5_the_terms_are_told_with_their_version(string language, string beginning)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/terms");
        request.Headers.Add("Accept-Language", language);
        var terms = await (await host.Http.SendAsync(request)).JsonAsync();

        terms.GetProperty("version").GetString().Should().Be(Terms);
        terms.GetProperty("text").GetString().Should().StartWith(beginning);
    }

    [Fact]
    public async Task S6_S7_the_same_door_lets_the_owner_back_in()
    {
        var phone = NewPhone();
        var first = await host.SignInAsync(phone);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var (challengeId, code) = await host.CodeAsync(phone);
        var answer = await host.AnswerAsync(challengeId, code, acceptedTerms: null);

        answer.StatusCode.Should().Be(HttpStatusCode.Created);
        (await answer.JsonAsync()).GetProperty("isNew").GetBoolean().Should().BeFalse();
        (await answer.JsonAsync()).GetProperty("customerId").GetGuid().Should().Be(first.CustomerId);
    }

    [Fact]
    public async Task S6_asking_answers_alike_for_known_and_unknown_numbers()
    {
        var known = NewPhone();
        await host.SignInAsync(known);
        host.Clock.Advance(TimeSpan.FromMinutes(1));

        var (ofKnown, ofUnknown) = (await host.AskAsync(known), await host.AskAsync(NewPhone()));
        ofKnown.StatusCode.Should().Be(ofUnknown.StatusCode).And.Be(HttpStatusCode.Accepted);
        Headers(ofKnown).Should().Equal(Headers(ofUnknown));
        var (one, other) = (await ofKnown.JsonAsync(), await ofUnknown.JsonAsync());
        one.EnumerateObject().Select(m => m.Name).Should().Equal(other.EnumerateObject().Select(m => m.Name));
        one.EnumerateObject().Where(m => m.Name != "challengeId").Select(m => m.Value.ToString())
            .Should().Equal(other.EnumerateObject().Where(m => m.Name != "challengeId").Select(m => m.Value.ToString()));
    }

    [Fact]
    public async Task S8_all_spellings_of_a_number_are_one_account()
    {
        var phone = NewPhone();
        var d = phone[2..];
        var accounts = new HashSet<Guid>();
        string[] spellings = [phone, $"8{d}", d, $"7{d}", $"8 ({d[..3]}) {d[3..6]}-{d[6..8]}-{d[8..]}", $" +7 {d[..3]} {d[3..6]} {d[6..]} "];
        foreach (var spelling in spellings)
        {
            host.Clock.Advance(TimeSpan.FromMinutes(21));
            var (challengeId, code) = await host.CodeAsync(spelling);
            accounts.Add((await (await host.AnswerAsync(challengeId, code)).JsonAsync()).GetProperty("customerId").GetGuid());
        }

        accounts.Should().ContainSingle();
    }

    [Fact]
    public async Task S8_the_database_itself_admits_one_owner_of_a_number()
    {
        var id = $"phone:{Guid.NewGuid():N}";
        await InsertAsync(new ContactClaim(id, Guid.NewGuid(), host.Now));

        var again = () => InsertAsync(new ContactClaim(id, Guid.NewGuid(), host.Now));
        await again.Should().ThrowAsync<JasperFx.DocumentAlreadyExistsException>();
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("123")]
    [InlineData("+7916")]
    [InlineData("+79161234567 ext. 5")]
    [InlineData("8-800-FLOWERS")]
    [InlineData("+00000000000")]
    [InlineData("+7916123456789012345678901234567890123456")]
    public async Task S2_what_is_no_number_is_refused(string phone)
    {
        var problem = await (await host.AskAsync(phone)).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "auth.phone-invalid");
        problem.GetProperty("errors").TryGetProperty("phone", out _).Should().BeTrue();
    }

    [Fact]
    public async Task S21_sms_may_be_asked_for_and_other_channels_may_not()
    {
        (await host.AskAsync(NewPhone(), "sms")).StatusCode.Should().Be(HttpStatusCode.Accepted);
        await (await host.AskAsync(NewPhone(), "pigeon")).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "auth.channel-unavailable");
    }

    [Fact]
    public async Task S33_the_name_of_a_device_has_a_hundred_characters_at_most()
    {
        var (challengeId, code) = await host.CodeAsync(NewPhone());
        await (await host.AnswerAsync(challengeId, code, client: new string('x', 101))).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "auth.client-too-long");
        (await host.AnswerAsync(challengeId, code, client: new string('x', 100))).StatusCode.Should().Be(HttpStatusCode.Created);
    }

    private async Task<IReadOnlyList<string>> EventsAsync(Guid stream)
    {
        await using var session = host.Store.QuerySession();
        return [.. (await session.Events.FetchStreamAsync(stream)).Select(e => e.Data.GetType().Name)];
    }

    private async Task<int> AccountsAsync()
    {
        await using var session = host.Store.QuerySession();
        return await session.Query<ContactClaim>().CountAsync() + await session.Query<Customer>().CountAsync();
    }

    private async Task InsertAsync(ContactClaim claim)
    {
        await using var session = host.Store.LightweightSession();
        session.Insert(claim);
        await session.SaveChangesAsync();
    }

    private static IEnumerable<string> Headers(HttpResponseMessage answer) =>
        answer.Headers.Concat(answer.Content.Headers).Where(h => h.Key != "Date").Select(h => $"{h.Key}: {string.Join(',', h.Value)}").Order();
}
