using System.Net;
using FluentAssertions;
using Marketplace.Application.Customers;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marketplace.Host.Tests.Auth;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Marketplace.Host.Tests.Auth.AuthClient;

namespace Marketplace.Host.Tests.Support;

[Collection(AuthTests.Name)]
public class RecoveryTests(AuthHost host)
{
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task S49_S50_D6_support_begins_a_recovery_and_sees_and_chooses_nothing()
    {
        var owner = await host.OwnerAsync();
        var answer = await host.StartAsync(host.Agent("agent-anna"), owner.Phone, "phone fell into the river");

        answer.StatusCode.Should().Be(HttpStatusCode.Accepted);
        var told = await answer.JsonAsync();
        told.EnumerateObject().Select(m => m.Name).Should().BeEquivalentTo("recoveryId", "expiresAt");
        told.GetProperty("expiresAt").GetDateTimeOffset().Should().Be(host.Now.AddHours(1));
        var recoveryId = told.GetProperty("recoveryId").GetGuid();
        var letter = await host.Mail.FirstAsync(l => l.MessageId == recoveryId);
        letter.To.Should().Be(owner.Email);
        letter.Letter.Text.Should().StartWith($"Код: {letter.Code}.").And.Contain($"{recoveryId:D}", "the customer has no session that could tell it");
        var started = (await host.EventsOfAsync(owner.Id)).OfType<RecoveryStarted>().Should().ContainSingle().Which;
        (started.AgentId, started.Reason.Value, started.RecoveryId).Should().Be(("agent-anna", "phone fell into the river", recoveryId));
    }

    [Fact]
    public async Task S50_without_a_verified_e_mail_this_way_is_closed()
    {
        var owner = await host.OwnerAsync(verified: false);
        var bare = NewPhone();
        await host.SignInAsync(bare);

        foreach (var phone in new[] { owner.Phone, bare })
        {
            await (await host.StartAsync(host.Agent(), phone)).ShouldRefuseAsync(HttpStatusCode.Conflict, "customer.no-verified-email");
        }

        host.Mail.To(owner.Email).Should().BeEmpty();
        (await host.CustomerOfAsync(owner.Id)).Recovery.Should().BeNull();
    }

    [Fact]
    public async Task S49_a_phone_without_an_account_and_a_recovery_without_a_reason_are_refused()
    {
        var owner = await host.OwnerAsync();
        await (await host.StartAsync(host.Agent(), NewPhone())).ShouldRefuseAsync(HttpStatusCode.NotFound, "customer.not-found");
        await (await host.StartAsync(host.Agent(), "12")).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "auth.phone-invalid");
        foreach (var reason in new[] { "", "  ", new string('x', 201) })
        {
            await (await host.StartAsync(host.Agent(), owner.Phone, reason)).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "support.reason-required");
        }
    }

    [Fact]
    public async Task S51_the_customer_enters_the_new_phone_and_every_old_session_ends_on_every_host()
    {
        var owner = await host.OwnerAsync();
        var other = await host.SignInAsync(owner.Phone);
        var second = await AuthHost.BesideAsync(host);
        try
        {
            (await second.OpensAsync(other.Token)).Should().BeTrue();
            var newPhone = NewPhone();

            var answer = await host.RecoverAsync(owner, newPhone);

            answer.StatusCode.Should().Be(HttpStatusCode.OK);
            (await answer.JsonAsync()).GetProperty("restrictedUntil").GetDateTimeOffset().Should().Be(host.Now.AddHours(72));
            (await answer.Content.ReadAsStringAsync()).Should().NotContain("mkt_", "a recovery signs nobody in");
            foreach (var token in new[] { owner.Session.Token, other.Token })
            {
                (await second.OpensAsync(token)).Should().BeFalse();
                (await host.OpensAsync(token)).Should().BeFalse();
            }

            var back = await host.SignInAsync(newPhone);
            (back.CustomerId, back.IsNew).Should().Be((owner.Id, false));
        }
        finally
        {
            await second.DisposeAsync();
        }
    }

    [Fact]
    public async Task S51_the_history_says_how_the_phone_changed()
    {
        var owner = await host.OwnerAsync();
        var newPhone = NewPhone();
        await host.RecoverAsync(owner, newPhone);

        var since = (await host.EventsOfAsync(owner.Id)).SkipWhile(e => e is not RecoveryStarted).ToList();
        since.Select(e => e.GetType().Name).Should().Equal("RecoveryStarted", "RecoveryPhoneNamed", "RecoveryCompleted", "PhoneChanged", "SessionClosed");
        var changed = since.OfType<PhoneChanged>().Single();
        (changed.Phone.Value, changed.PreviousPhone.Value, changed.Reason).Should().Be((newPhone, owner.Phone, ContactChangeReason.Recovery));
        since.OfType<SessionClosed>().Single().Reason.Should().Be(SessionEnd.Recovered);
        var customer = await host.CustomerOfAsync(owner.Id);
        (customer.Recovery, customer.Phone.Value, customer.Sessions.Count).Should().Be((null, newPhone, 0));
    }

    [Fact]
    public async Task S39_S51_the_lost_phone_opens_this_account_no_more_and_may_have_one_of_its_own()
    {
        var owner = await host.OwnerAsync();
        await host.RecoverAsync(owner, NewPhone());

        var finder = await host.SignInAsync(owner.Phone);

        finder.IsNew.Should().BeTrue();
        finder.CustomerId.Should().NotBe(owner.Id);
    }

    [Fact]
    public async Task S51_withdrawals_deletion_and_passkeys_wait_seventy_two_hours_after_a_recovery()
    {
        var owner = await host.OwnerAsync();
        await host.RecoverAsync(owner, NewPhone());
        var (customer, recovered) = (await host.CustomerOfAsync(owner.Id), host.Now);

        foreach (var deed in new[] { AccountAction.Withdraw, AccountAction.RequestDeletion, AccountAction.EnrolPasskey })
        {
            Entitlements.Refuse(customer, deed, recovered.AddHours(72) - OneSecond)!.Code.Should().Be("customer.cooling-off");
            Entitlements.Refuse(customer, deed, recovered.AddHours(72)).Should().BeNull();
        }

        Entitlements.Refuse(customer, AccountAction.Order, recovered).Should().BeNull("shopping goes on");
    }

    [Fact]
    public async Task S51_changes_of_contacts_that_were_under_way_end_and_what_was_kept_for_them_is_free()
    {
        var owner = await host.OwnerAsync();
        var (kept, newPhone) = (NewPhone(), NewPhone());
        await host.WaitForPhoneAsync(owner, kept);

        (await host.RecoverAsync(owner, newPhone)).StatusCode.Should().Be(HttpStatusCode.OK);

        (await host.EventsOfAsync(owner.Id)).OfType<ContactChangeCancelled>().Should().ContainSingle().Which.Reason.Should().Be(ContactChangeEnd.Overtaken);
        (await host.CustomerOfAsync(owner.Id)).ContactChanges.Should().BeEmpty();
        (await host.SignInAsync(kept)).IsNew.Should().BeTrue();
    }

    [Fact]
    public async Task S51_the_phone_that_a_change_was_waiting_for_can_be_the_new_one()
    {
        var owner = await host.OwnerAsync();
        var kept = NewPhone();
        await host.WaitForPhoneAsync(owner, kept);

        (await host.RecoverAsync(owner, kept)).StatusCode.Should().Be(HttpStatusCode.OK);

        (await host.SignInAsync(kept)).CustomerId.Should().Be(owner.Id);
    }

    [Fact]
    public async Task S8_S51_only_who_holds_the_code_of_the_letter_learns_that_a_phone_is_taken()
    {
        var (owner, taken) = (await host.OwnerAsync(), NewPhone());
        await host.SignInAsync(taken);
        var recovery = await host.BeginAsync(owner);

        await (await host.ConfirmAsync(new { recoveryId = recovery.Id, code = Wrong(recovery.Code), phone = taken }))
            .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "auth.code-invalid");
        await (await host.ConfirmAsync(new { recoveryId = recovery.Id, code = recovery.Code, phone = taken }))
            .ShouldRefuseAsync(HttpStatusCode.Conflict, "customer.phone-taken");
        await (await host.ConfirmAsync(new { recoveryId = recovery.Id, code = recovery.Code, phone = owner.Phone }))
            .ShouldRefuseAsync(HttpStatusCode.Conflict, "customer.phone-unchanged");
        (await host.NameAsync(recovery, NewPhone())).ChallengeId.Should().NotBeEmpty("the code of the letter was not used up by refusals");
    }

    [Fact]
    public async Task S8_S51_a_phone_that_somebody_registers_meanwhile_stays_theirs()
    {
        var (owner, wanted) = (await host.OwnerAsync(), NewPhone());
        var recovery = await host.BeginAsync(owner);
        var (challengeId, phoneCode) = await host.NameAsync(recovery, wanted);
        var first = await RegisterAsync(wanted);

        await (await host.ConfirmAsync(new { recoveryId = recovery.Id, challengeId, phoneCode })).ShouldRefuseAsync(HttpStatusCode.Conflict, "customer.phone-taken");

        (await host.CustomerOfAsync(owner.Id)).Phone.Value.Should().Be(owner.Phone);
        (await host.OpensAsync(owner.Session.Token)).Should().BeTrue();
        (await host.SignInAsync(wanted)).CustomerId.Should().Be(first);
    }

    [Fact]
    public async Task S51_unknown_foreign_finished_and_expired_recoveries_answer_alike()
    {
        var (finished, expired) = (await host.OwnerAsync(), await host.OwnerAsync());
        var done = await host.BeginAsync(finished);
        var (challengeId, phoneCode) = await host.NameAsync(done, NewPhone());
        await host.ConfirmAsync(new { recoveryId = done.Id, challengeId, phoneCode });
        var late = await host.BeginAsync(expired);
        host.Clock.Advance(TimeSpan.FromHours(1));
        var (signIn, _) = await host.CodeAsync(NewPhone());

        var details = new List<string>();
        foreach (var (id, code) in new[] { (Guid.NewGuid(), "000000"), (done.Id, done.Code), (late.Id, late.Code), (signIn, "000000") })
        {
            var first = await host.ConfirmAsync(new { recoveryId = id, code, phone = NewPhone() });
            await first.ShouldRefuseAsync(HttpStatusCode.NotFound, "customer.recovery-unknown");
            details.Add(await first.DetailAsync());
            await (await host.ConfirmAsync(new { recoveryId = id, challengeId, phoneCode })).ShouldRefuseAsync(HttpStatusCode.NotFound, "customer.recovery-unknown");
            await (await host.ConfirmAsync(new { recoveryId = id, challengeId })).ShouldRefuseAsync(HttpStatusCode.NotFound, "customer.recovery-unknown");
        }

        details.Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task S51_X22_wrong_codes_are_counted_in_both_steps()
    {
        var recovery = await host.BeginAsync(await host.OwnerAsync());
        var first = await (await host.ConfirmAsync(new { recoveryId = recovery.Id, code = Wrong(recovery.Code), phone = NewPhone() }))
            .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "auth.code-invalid");
        first.GetProperty("attemptsLeft").GetInt32().Should().Be(4);

        var (challengeId, phoneCode) = await host.NameAsync(recovery, NewPhone());
        for (var left = 4; left >= 0; left--)
        {
            var second = await host.ConfirmAsync(new { recoveryId = recovery.Id, challengeId, phoneCode = Wrong(phoneCode) });
            (await second.ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "auth.code-invalid")).GetProperty("attemptsLeft").GetInt32().Should().Be(left);
        }

        await (await host.ConfirmAsync(new { recoveryId = recovery.Id, challengeId, phoneCode }))
            .ShouldRefuseAsync(HttpStatusCode.TooManyRequests, "auth.attempts-exhausted");
    }

    [Fact]
    public async Task S35_S51_the_code_of_the_letter_works_once()
    {
        var recovery = await host.BeginAsync(await host.OwnerAsync());
        await host.NameAsync(recovery, NewPhone());

        await (await host.ConfirmAsync(new { recoveryId = recovery.Id, code = recovery.Code, phone = NewPhone() }))
            .ShouldRefuseAsync(HttpStatusCode.Conflict, "auth.code-used");
    }

    [Fact]
    public async Task S37_S51_a_code_that_has_not_come_is_sent_again_to_the_same_phone_until_the_hour_is_over()
    {
        var phone = NewPhone();
        var recovery = await host.BeginAsync(await host.OwnerAsync());
        var begunAt = host.Now;
        var (first, firstCode) = await host.NameAsync(recovery, phone);

        await (await host.ConfirmAsync(new { recoveryId = recovery.Id, challengeId = first })).ShouldRefuseAsync(HttpStatusCode.TooManyRequests, "auth.resend-too-soon");
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var again = await host.ConfirmAsync(new { recoveryId = recovery.Id, challengeId = first });
        again.StatusCode.Should().Be(HttpStatusCode.Accepted);
        var second = (await again.JsonAsync()).GetProperty("challengeId").GetGuid();
        (await host.Sms.OfAsync(second)).To.Should().Be(phone);
        await (await host.ConfirmAsync(new { recoveryId = recovery.Id, challengeId = first, phoneCode = firstCode }))
            .ShouldRefuseAsync(HttpStatusCode.NotFound, "auth.challenge-unknown");

        host.Clock.Advance(begunAt.AddHours(1) - OneSecond - host.Now);
        var last = await host.ConfirmAsync(new { recoveryId = recovery.Id, challengeId = second });
        last.StatusCode.Should().Be(HttpStatusCode.Accepted, "a second is left");
        var challengeId = (await last.JsonAsync()).GetProperty("challengeId").GetGuid();
        host.Clock.Advance(OneSecond);
        await (await host.ConfirmAsync(new { recoveryId = recovery.Id, challengeId, phoneCode = (await host.Sms.OfAsync(challengeId)).Code }))
            .ShouldRefuseAsync(HttpStatusCode.NotFound, "customer.recovery-unknown");
    }

    [Fact]
    public async Task S37_S49_another_recovery_can_be_begun_after_twenty_minutes_and_voids_the_first()
    {
        var owner = await host.OwnerAsync();
        var first = await host.BeginAsync(owner);
        host.Clock.Advance(TimeSpan.FromMinutes(20) - OneSecond);
        var refused = await host.StartAsync(host.Agent(), owner.Phone);
        (await refused.ShouldRefuseAsync(HttpStatusCode.Conflict, "customer.recovery-open")).GetProperty("retryAt").GetDateTimeOffset().Should().Be(host.Now + OneSecond);

        host.Clock.Advance(OneSecond);
        var second = await host.BeginAsync(owner);

        await (await host.ConfirmAsync(new { recoveryId = first.Id, code = first.Code, phone = NewPhone() }))
            .ShouldRefuseAsync(HttpStatusCode.NotFound, "customer.recovery-unknown");
        (await host.NameAsync(second, NewPhone())).ChallengeId.Should().NotBeEmpty();
    }

    [Fact]
    public async Task S51_a_body_that_fits_no_step_is_refused()
    {
        var id = Guid.NewGuid();
        object[] bodies =
        [
            new { recoveryId = id }, new { recoveryId = id, code = "123456" }, new { recoveryId = id, phone = "+79161234567" },
            new { recoveryId = id, phoneCode = "123456" }, new { recoveryId = id, code = "123456", phone = "+79161234567", challengeId = id },
        ];
        foreach (var body in bodies)
        {
            await (await host.ConfirmAsync(body)).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "customer.recovery-step-unclear");
        }
    }

    [Fact]
    public async Task S49_no_contact_code_or_reason_of_a_recovery_is_in_a_log()
    {
        var owner = await host.OwnerAsync();
        var newPhone = NewPhone();
        var agent = host.Agent();
        var begun = await host.StartAsync(agent, owner.Phone, "Zephyr-of-Boris");
        var id = (await begun.JsonAsync()).GetProperty("recoveryId").GetGuid();
        var code = (await host.Mail.FirstAsync(letter => letter.MessageId == id)).Code;
        await host.ConfirmAsync(new { recoveryId = id, code = Wrong(code), phone = newPhone });
        await host.NameAsync(new BegunRecovery(id, code), newPhone);

        host.Logs.Text.Should().Contain("StartRecovery").And.NotContainAny("Zephyr-of-Boris", owner.Phone[2..], newPhone[2..], owner.Email);
        host.Logs.Text.Should().NotMatchRegex($"(?<![0-9a-f.]){code}(?![0-9a-f])");
    }

    private async Task<Guid> RegisterAsync(string phone)
    {
        var (challengeId, code) = await host.CodeAsync(phone);
        return (await (await host.AnswerAsync(challengeId, code)).JsonAsync()).GetProperty("customerId").GetGuid();
    }
}

/// <summary>A change of the phone whose new number is proven and whose fourteen days run (S47).</summary>
internal static class WaitingChange
{
    public static async Task<Guid> WaitForPhoneAsync(this AuthHost host, Owner owner, string phone)
    {
        var (id, change) = (owner.Id, Guid.NewGuid());
        await using var session = host.Store.LightweightSession();
        session.Events.Append(
            id,
            new ContactChangeRequested(
                id, change, ContactKind.Phone, new Pii<string>(id, "phone", phone), Guid.NewGuid(), Guid.NewGuid(), host.Now.AddHours(1), host.Now),
            new ContactChangeScheduled(id, change, ContactKind.Phone, host.Now.AddDays(14), host.Now));
        host.Services.GetRequiredService<Accounts>().Claim(session, new Contact(ContactKind.Phone, phone), id, change, host.Now);
        await session.SaveChangesAsync();
        return change;
    }
}
