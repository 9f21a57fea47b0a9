using FluentAssertions;
using Marketplace.Application;
using Marketplace.Application.Customers;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;
using Microsoft.Extensions.DependencyInjection;
using Wolverine.Marten;
using Xunit;
using static Marketplace.Host.Tests.Auth.AuthClient;

namespace Marketplace.Host.Tests.Auth;

/// <summary>Codes for what a signed-in customer does, as the handlers of withdrawals use them.</summary>
[Collection(AuthTests.Name)]
public class CodeOfDeedTests(AuthHost host)
{
    private const string Deed = "5000 to 40817810500000000001";

    private OneTimeCodes Codes => host.Services.GetRequiredService<OneTimeCodes>();

    [Fact]
    public async Task S36_the_code_of_a_deed_goes_to_the_phone_of_the_account()
    {
        var (phone, customer) = await CustomerAsync();
        var (challenge, _) = await IssueAsync(customer, Deed);

        var sms = await host.Sms.OfAsync(challenge.Id);
        sms.To.Should().Be(phone);
        sms.Text.Should().EndWith("Вывод денег из кошелька Marketplace.");
    }

    [Fact]
    public async Task S35_S90_a_code_confirms_the_deed_that_it_was_sent_for_and_no_other()
    {
        var (_, customer) = await CustomerAsync();
        var (challenge, code) = await IssueAsync(customer, Deed);

        await Refused(challenge.Id, UseOf(customer, "6000 to 40817810500000000001"), code, "auth.challenge-unknown");
        await Refused(challenge.Id, UseOf(customer, Deed) with { CustomerId = Guid.NewGuid() }, code, "auth.challenge-unknown");
        await Refused(challenge.Id, CodeUse.SignIn, code, "auth.challenge-unknown");
        (await CheckAsync(challenge.Id, UseOf(customer, Deed), code)).ChallengeId.Should().Be(challenge.Id);
    }

    [Fact]
    public async Task I11_a_code_that_was_right_twice_is_used_once()
    {
        var (_, customer) = await CustomerAsync();
        var (challenge, code) = await IssueAsync(customer, Deed);
        var (one, other) = (await CheckAsync(challenge.Id, UseOf(customer, Deed), code), await CheckAsync(challenge.Id, UseOf(customer, Deed), code));

        await ConsumeAsync(one);
        (await FluentActions.Awaiting(() => ConsumeAsync(other)).Should().ThrowAsync<RefusedException>()).Which.Rejection.Code.Should().Be("auth.code-used");
    }

    [Fact]
    public async Task S35_a_code_is_not_used_when_its_effect_is_given_up()
    {
        var (_, customer) = await CustomerAsync();
        var (challenge, code) = await IssueAsync(customer, Deed);
        await using (var abandoned = host.Store.LightweightSession())
        {
            await Codes.ConsumeAsync(abandoned, await CheckAsync(challenge.Id, UseOf(customer, Deed), code), default);
        }

        await ConsumeAsync(await CheckAsync(challenge.Id, UseOf(customer, Deed), code));
    }

    [Fact]
    public async Task D14_another_deed_need_not_wait_for_the_cool_down_of_the_last()
    {
        var (_, customer) = await CustomerAsync();
        await IssueAsync(customer, Deed);

        (await FluentActions.Awaiting(() => IssueAsync(customer, Deed)).Should().ThrowAsync<RefusedException>())
            .Which.Rejection.Code.Should().Be("auth.resend-too-soon");
        (await IssueAsync(customer, "another")).Challenge.Should().NotBeNull();
    }

    [Fact]
    public async Task S35_a_code_for_a_deed_leaves_the_code_for_a_sign_in_alone()
    {
        var (phone, customer) = await CustomerAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var (challengeId, code) = await host.CodeAsync(phone);
        await IssueAsync(customer, Deed);

        (await host.AnswerAsync(challengeId, code)).IsSuccessStatusCode.Should().BeTrue();
    }

    private static CodeUse UseOf(Customer customer, string deed) => new(ChallengePurpose.Withdrawal, customer.Id, deed);

    private async Task<(string Phone, Customer Customer)> CustomerAsync()
    {
        var phone = NewPhone();
        var opened = await host.SignInAsync(phone);
        await using var session = host.Store.QuerySession();
        return (phone, (await session.LoadAsync<Customer>(opened.CustomerId))!);
    }

    private async Task<(Challenge Challenge, string Code)> IssueAsync(Customer customer, string deed)
    {
        await using var scope = host.Services.CreateAsyncScope();
        await using var session = host.Store.LightweightSession();
        var outbox = scope.ServiceProvider.GetRequiredService<IMartenOutbox>();
        outbox.Enroll(session);
        var challenge = await Codes.IssueToOwnerAsync(session, outbox, customer, ChallengePurpose.Withdrawal, deed, host.Now, default);
        await session.SaveChangesAsync();
        return (challenge, (await host.Sms.OfAsync(challenge.Id)).Code);
    }

    private Task<ProvenCode> CheckAsync(Guid challengeId, CodeUse use, string code) =>
        Codes.CheckAsync(challengeId, use, new Secret(code), host.Now, default);

    private async Task Refused(Guid challengeId, CodeUse use, string code, string refusal) =>
        (await FluentActions.Awaiting(() => CheckAsync(challengeId, use, code)).Should().ThrowAsync<RefusedException>()).Which.Rejection.Code.Should().Be(refusal);

    private async Task ConsumeAsync(ProvenCode proven)
    {
        await using var session = host.Store.LightweightSession();
        await Codes.ConsumeAsync(session, proven, default);
        await session.SaveChangesAsync();
    }
}
