using System.Net;
using FluentAssertions;
using Marketplace.Application.Customers.Passkeys;
using Marketplace.Domain.Customers;
using Marten;
using Xunit;
using static Marketplace.Host.Tests.Auth.AuthClient;

namespace Marketplace.Host.Tests.Auth.Passkeys;

[Collection(AuthTests.Name)]
public class PasskeySignInTests(AuthHost host)
{
    [Fact]
    public async Task S30_S32_D19_a_passkey_opens_the_account_that_it_was_enrolled_for()
    {
        var owner = await host.OwnerAsync();
        using var device = host.Device();
        await host.EnrolAsync(owner.Token, device);

        var asked = await host.AskToSignInAsync();
        asked.PublicKey.GetProperty("rpId").GetString().Should().Be("localhost");
        asked.PublicKey.GetProperty("userVerification").GetString().Should().Be("required");
        asked.PublicKey.GetProperty("allowCredentials").GetArrayLength().Should().Be(0, "whoever asks learns of no passkey");
        var opened = await (await host.AnswerAsync(asked.ChallengeId, device.Get(asked.PublicKey), client: "Phone")).OpenedAsync();
        opened.CustomerId.Should().Be(owner.CustomerId);
        opened.IsNew.Should().BeFalse();
        (await host.OpensAsync(opened.Token)).Should().BeTrue();
        (await host.SessionsAsync(opened.Token)).Should().ContainSingle(s => s.Current).Which.Should().BeEquivalentTo(new { Method = "passkey", Client = "Phone" });
        await (await host.ByPasskeyAsync(device)).OpenedAsync();
    }

    [Theory]
    [MemberData(nameof(Misbehaviour.OfSigning), MemberType = typeof(Misbehaviour))]
    public async Task S30_what_the_enrolled_device_did_not_sign_for_us_opens_nothing(string what, Misbehaviour wrong)
    {
        var owner = await host.OwnerAsync();
        using var device = host.Device();
        await host.EnrolAsync(owner.Token, device);
        await (await host.ByPasskeyAsync(device)).OpenedAsync();

        await (await host.ByPasskeyAsync(device, wrong)).ShouldRefuseAsync(HttpStatusCode.Unauthorized, "auth.passkey-invalid");
        (await host.SessionsAsync(owner.Token)).Should().HaveCount(2, "{0} opened no session", what);
        await (await host.ByPasskeyAsync(device)).OpenedAsync();
    }

    [Fact]
    public async Task S31_it_is_off_until_it_is_switched_on_and_unknown_is_answered_like_wrong()
    {
        var owner = await host.OwnerAsync();
        using var known = host.Device();
        using var unknown = host.Device();
        await host.EnrolAsync(owner.Token, known);
        var question = await host.AskToSignInAsync();
        unknown.Create((await (await host.AskToEnrolAsync(owner.Token)).AskedAsync()).PublicKey);

        var ofUnknown = await host.AnswerAsync(question.ChallengeId, unknown.Get(question.PublicKey));
        var ofWrong = await host.AnswerAsync(question.ChallengeId, known.Get(question.PublicKey, new() { WrongSignature = true }));
        await ofUnknown.ShouldRefuseAsync(HttpStatusCode.Unauthorized, "auth.passkey-invalid");
        (await ofUnknown.Content.ReadAsStringAsync()).Should().Be(await ofWrong.Content.ReadAsStringAsync());
        ofUnknown.Headers.Select(h => h.Key).Should().Equal(ofWrong.Headers.Select(h => h.Key));
    }

    [Fact]
    public async Task S30_an_answer_works_once()
    {
        var owner = await host.OwnerAsync();
        using var device = host.Device();
        await host.EnrolAsync(owner.Token, device);
        var asked = await host.AskToSignInAsync();
        var credential = device.Get(asked.PublicKey);

        await (await host.AnswerAsync(asked.ChallengeId, credential)).OpenedAsync();
        await (await host.AnswerAsync(asked.ChallengeId, credential)).ShouldRefuseAsync(HttpStatusCode.Unauthorized, "auth.passkey-invalid");
        await (await host.AnswerAsync(asked.ChallengeId, device.Get(asked.PublicKey))).ShouldRefuseAsync(HttpStatusCode.Unauthorized, "auth.passkey-invalid");
    }

    [Fact]
    public async Task S30_that_a_question_was_answered_is_remembered_for_an_hour_after_its_end()
    {
        var owner = await host.OwnerAsync();
        using var device = host.Device();
        await host.EnrolAsync(owner.Token, device);
        await (await host.ByPasskeyAsync(device)).OpenedAsync();

        host.Clock.Advance(TimeSpan.FromMinutes(65) - TimeSpan.FromSeconds(1));
        await host.DeliverAsync(new ForgetCeremonies(Guid.NewGuid()));
        (await AnsweredAsync()).Should().BeGreaterThanOrEqualTo(2);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await host.DeliverAsync(new ForgetCeremonies(Guid.NewGuid()));
        (await AnsweredAsync()).Should().Be(0);

        async Task<int> AnsweredAsync()
        {
            await using var session = host.Store.QuerySession();
            return await session.Query<AnsweredCeremony>().CountAsync();
        }
    }

    [Fact]
    public async Task S30_of_many_answers_at_once_one_opens_a_session()
    {
        var owner = await host.OwnerAsync();
        using var device = host.Device();
        await host.EnrolAsync(owner.Token, device);
        var asked = await host.AskToSignInAsync();
        // A device that does not count: its signatures differ in nothing but the signature, so the question alone keeps them apart.
        var credentials = Enumerable.Range(0, 12).Select(_ => device.Get(asked.PublicKey, new() { SignCount = 0 })).ToList();

        var answers = await Task.WhenAll(credentials.Select(c => host.AnswerAsync(asked.ChallengeId, c)));
        answers.Select(a => a.StatusCode).Should().ContainSingle(s => s == HttpStatusCode.Created);
        answers.Where(a => a.StatusCode != HttpStatusCode.Created).Should().OnlyContain(a => a.StatusCode == HttpStatusCode.Unauthorized);
        (await host.SessionsAsync(owner.Token)).Should().HaveCount(2);
    }

    [Fact]
    public async Task S30_a_question_lives_five_minutes()
    {
        var owner = await host.OwnerAsync();
        using var device = host.Device();
        await host.EnrolAsync(owner.Token, device);
        var (intime, late) = (await host.AskToSignInAsync(), await host.AskToSignInAsync());
        intime.ExpiresAt.Should().Be(host.Now.AddMinutes(5));

        host.Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        await (await host.AnswerAsync(intime.ChallengeId, device.Get(intime.PublicKey))).OpenedAsync();
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await (await host.AnswerAsync(late.ChallengeId, device.Get(late.PublicKey))).ShouldRefuseAsync(HttpStatusCode.Unauthorized, "auth.passkey-invalid");
    }

    [Fact]
    public async Task S30_a_question_that_is_none_of_ours_or_was_asked_for_something_else_opens_nothing()
    {
        var owner = await host.OwnerAsync();
        using var device = host.Device();
        await host.EnrolAsync(owner.Token, device);
        var enrolment = await (await host.AskToEnrolAsync(owner.Token)).AskedAsync();
        var asked = await host.AskToSignInAsync();
        var changed = (asked.ChallengeId[0] == 'A' ? 'B' : 'A') + asked.ChallengeId[1..];
        var forEnrolment = device.Get(asked.PublicKey, new() { Challenge = enrolment.PublicKey.GetProperty("challenge").GetString() });

        await (await host.AnswerAsync(enrolment.ChallengeId, forEnrolment)).ShouldRefuseAsync(HttpStatusCode.Unauthorized, "auth.passkey-invalid");
        foreach (var challengeId in new[] { "", "none", "£", changed, $"{Guid.NewGuid()}" })
        {
            await (await host.AnswerAsync(challengeId, device.Get(asked.PublicKey))).ShouldRefuseAsync(HttpStatusCode.Unauthorized, "auth.passkey-invalid");
        }
    }

    [Fact]
    public async Task S30_what_is_no_credential_at_all_is_answered_alike()
    {
        var asked = await host.AskToSignInAsync();
        foreach (var nonsense in new object[] { "x", 1, new { }, new { id = "AAAA" }, Array.Empty<int>() })
        {
            await (await host.AnswerAsync(asked.ChallengeId, nonsense)).ShouldRefuseAsync(HttpStatusCode.Unauthorized, "auth.passkey-invalid");
        }
    }

    [Fact]
    public async Task S30_a_device_that_does_not_count_its_signatures_is_welcome()
    {
        var owner = await host.OwnerAsync();
        using var device = host.Device();
        await host.EnrolAsync(owner.Token, device);
        for (var n = 0; n < 2; n++) await (await host.ByPasskeyAsync(device, new() { SignCount = 0 })).OpenedAsync();
    }

    [Fact]
    public async Task S5_S30_changed_terms_are_asked_for_here_too_and_the_answer_of_the_device_is_not_used_up()
    {
        var owner = await host.OwnerAsync();
        using var device = host.Device();
        await host.EnrolAsync(owner.Token, device);
        await host.AppendAsync(owner.CustomerId, new TermsAccepted(owner.CustomerId, "0", host.Now));
        var asked = await host.AskToSignInAsync();
        var credential = device.Get(asked.PublicKey);

        await (await host.AnswerAsync(asked.ChallengeId, credential)).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "auth.terms-not-accepted");
        await (await host.AnswerAsync(asked.ChallengeId, credential, acceptedTerms: Terms)).OpenedAsync();
    }

    [Fact]
    public async Task S30_options_of_one_host_are_answered_at_another()
    {
        var other = await AuthHost.BesideAsync(host);
        try
        {
            var owner = await host.OwnerAsync();
            using var device = host.Device();
            var there = new Misbehaviour { Origin = $"http://localhost:{other.Http.BaseAddress!.Port}" };
            var enrolment = await (await host.AskToEnrolAsync(owner.Token)).AskedAsync();
            (await other.EnrolAsync(owner.Token, enrolment.ChallengeId, device.Create(enrolment.PublicKey, there))).StatusCode.Should().Be(HttpStatusCode.Created);

            var asked = await host.AskToSignInAsync();
            var credential = device.Get(asked.PublicKey, there);
            await (await other.AnswerAsync(asked.ChallengeId, credential)).OpenedAsync();
            await (await host.AnswerAsync(asked.ChallengeId, device.Get(asked.PublicKey))).ShouldRefuseAsync(HttpStatusCode.Unauthorized, "auth.passkey-invalid");
        }
        finally
        {
            await other.DisposeAsync();
        }
    }
}
