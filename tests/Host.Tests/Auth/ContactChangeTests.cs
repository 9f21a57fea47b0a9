using System.Net;
using FluentAssertions;
using Marketplace.Application.Customers.Contacts;
using Marketplace.Domain.Customers;
using Marketplace.Tests.Shared;
using Xunit;
using static Marketplace.Host.Tests.Auth.AuthClient;
using static Marketplace.Host.Tests.Auth.ContactClient;

namespace Marketplace.Host.Tests.Auth;

[Collection(AuthTests.Name)]
public class ContactChangeTests(AuthHost host)
{
    private static readonly TimeSpan Grace = TimeSpan.FromDays(14);

    [Fact]
    public async Task S45_S46_S39_with_both_codes_the_phone_changes_at_once_and_the_old_number_is_nobodys()
    {
        var (me, old, _) = await host.ProtectedAsync();
        var elsewhere = await host.SignInAsync(old);
        var phone = NewPhone();
        var asked = await host.AskForChangeAsync(me.Token, new { phone });
        var (toOld, toNew) = (await host.Sms.OfAsync(asked.OldChallengeId), await host.Sms.OfAsync(asked.NewChallengeId));
        (toOld.To, toNew.To).Should().Be((old, phone));
        var answer = await host.ConfirmChangeAsync(me.Token, asked.ChangeId, toNew.Code, toOld.Code);
        (await answer.JsonAsync()).GetProperty("status").GetString().Should().Be("completed");

        (await host.OpensAsync(me.Token)).Should().BeTrue("the session that asked stays");
        (await host.OpensAsync(elsewhere.Token)).Should().BeFalse("every other session ends");
        var again = await host.SignInAsync(phone);
        (again.CustomerId, again.IsNew).Should().Be((me.CustomerId, false));
        var recycled = await host.SignInAsync(old);
        recycled.IsNew.Should().BeTrue("a recycled number registers anew");
        recycled.CustomerId.Should().NotBe(me.CustomerId);
    }

    [Fact]
    public async Task S46_a_wrong_old_code_changes_nothing()
    {
        var (me, old, _) = await host.ProtectedAsync();
        var asked = await host.AskForChangeAsync(me.Token, new { phone = NewPhone() });
        var (toOld, toNew) = (await host.Sms.OfAsync(asked.OldChallengeId), await host.Sms.OfAsync(asked.NewChallengeId));
        await (await host.ConfirmChangeAsync(me.Token, asked.ChangeId, toNew.Code, Wrong(toOld.Code))).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "auth.code-invalid");
        await (await host.ConfirmChangeAsync(me.Token, asked.ChangeId, toOld.Code == toNew.Code ? Wrong(toNew.Code) : toOld.Code, toOld.Code))
            .ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "auth.code-invalid");
        (await host.SignInAsync(old)).CustomerId.Should().Be(me.CustomerId);
    }

    [Fact]
    public async Task S46_an_email_changes_with_the_code_on_the_phone_and_one_in_the_new_mailbox()
    {
        var (me, phone, old) = await host.ProtectedAsync();
        var email = NewEmail();
        var asked = await host.AskForChangeAsync(me.Token, new { email });
        var sms = await host.Sms.OfAsync(asked.OldChallengeId);
        sms.To.Should().Be(phone);
        var letter = await host.Mail.FirstAsync(l => l.MessageId == asked.NewChallengeId);
        letter.To.Should().Be(email);
        (await host.ConfirmChangeAsync(me.Token, asked.ChangeId, letter.Code, sms.Code)).StatusCode.Should().Be(HttpStatusCode.OK);
        (await CodeComesToAsync(email)).Should().BeTrue();
        (await CodeComesToAsync(old)).Should().BeFalse("the old address signs nobody in any more");
    }

    [Fact]
    public async Task S47_D11_the_clock_at_13_days_23_59_59_and_at_14_days()
    {
        var (me, old, _) = await host.ProtectedAsync();
        var phone = NewPhone();
        var begun = host.Now;
        var change = await host.ScheduleChangeAsync(me.Token, phone);

        await MoveToAsync(begun + Grace - TimeSpan.FromSeconds(1));
        await host.DeliverAsync(new CompleteContactChange(me.CustomerId, change));
        (await host.ChangeStatusAsync(me.Token, change)).Should().Be("scheduled");
        var stillOld = await host.CodeAsync(old);
        (await host.AnswerAsync(stillOld.ChallengeId, stillOld.Code)).StatusCode.Should().Be(HttpStatusCode.Created);
        var early = await host.CodeAsync(phone);
        await (await host.AnswerAsync(early.ChallengeId, early.Code)).ShouldRefuseAsync(HttpStatusCode.Conflict, "auth.contact-change-pending");

        await MoveToAsync(begun + Grace);
        await host.DeliverAsync(new CompleteContactChange(me.CustomerId, change));
        (await host.OpensAsync(me.Token)).Should().BeFalse("every session ends");
        (await host.SignInAsync(phone)).CustomerId.Should().Be(me.CustomerId);
        (await host.SignInAsync(old)).IsNew.Should().BeTrue();
    }

    [Fact]
    public async Task S47_a_late_timer_does_not_leave_the_old_number_open()
    {
        var (me, old, _) = await host.ProtectedAsync();
        var (begun, change) = (host.Now, await host.ScheduleChangeAsync(me.Token, NewPhone()));
        await MoveToAsync(begun + Grace);
        var late = await host.CodeAsync(old);
        var answer = await (await host.AnswerAsync(late.ChallengeId, late.Code)).JsonAsync();
        answer.GetProperty("isNew").GetBoolean().Should().BeTrue("the timer has not fired, and the change is due all the same");
        (await host.EventsAsync(me.CustomerId)).OfType<PhoneChanged>().Single().ChangeId.Should().Be(change);
    }

    [Fact]
    public async Task S48_D11_any_session_or_the_link_of_a_warning_takes_the_change_back()
    {
        var (me, old, _) = await host.ProtectedAsync();
        var phone = NewPhone();
        var first = await host.ScheduleChangeAsync(me.Token, phone);
        (await host.SendAsync(HttpMethod.Delete, $"/api/account/contact-changes/{first}", me.Token)).StatusCode.Should().Be(HttpStatusCode.NoContent);
        await (await host.SendAsync(HttpMethod.Delete, $"/api/account/contact-changes/{first}", me.Token)).ShouldRefuseAsync(HttpStatusCode.Conflict, "customer.no-pending-change");
        (await host.SignInAsync(phone)).IsNew.Should().BeTrue("the contact that was kept is free again");

        host.Clock.Advance(TimeSpan.FromMinutes(21));
        var second = await host.ScheduleChangeAsync(me.Token, NewPhone());
        var token = host.CancelToken(second);
        (await CancelByLinkAsync(token)).StatusCode.Should().Be(HttpStatusCode.NoContent);
        await (await CancelByLinkAsync(token)).ShouldRefuseAsync(HttpStatusCode.Conflict, "customer.no-pending-change");
        await (await CancelByLinkAsync(Wrong(token))).ShouldRefuseAsync(HttpStatusCode.NotFound, "customer.link-unknown");
        host.Clock.Advance(Grace);
        await host.DeliverAsync(new CompleteContactChange(me.CustomerId, second));
        (await host.SignInAsync(old)).CustomerId.Should().Be(me.CustomerId);
    }

    [Fact]
    public async Task D11_X26_the_old_contact_is_warned_on_days_1_7_and_13()
    {
        var (me, _, _) = await host.ProtectedAsync();
        var (begun, change) = (host.Now, await host.ScheduleChangeAsync(me.Token, NewPhone()));
        foreach (var day in new ContactPolicy().WarnedDays)
        {
            await host.DeliverAsync(new WarnOfContactChange(me.CustomerId, change, day));
            await MoveToAsync(begun.AddDays(day));
            await host.DeliverAsync(new WarnOfContactChange(me.CustomerId, change, day));
            await host.DeliverAsync(new WarnOfContactChange(me.CustomerId, change, day));
        }

        (await host.EventsAsync(me.CustomerId)).OfType<ContactChangeWarned>().Select(w => w.Day).Should().Equal(1, 7, 13);
    }

    [Fact]
    public async Task S8_X30_a_taken_phone_is_told_only_to_who_proves_it_and_the_owner_keeps_it()
    {
        var (owner, me) = (await host.ProtectedAsync(), await host.ProtectedAsync());
        var asked = await host.AskForChangeAsync(me.Session.Token, new { phone = owner.Phone });
        var (toOld, toNew) = (await host.Sms.OfAsync(asked.OldChallengeId), await host.Sms.OfAsync(asked.NewChallengeId));
        await (await host.ConfirmChangeAsync(me.Session.Token, asked.ChangeId, Wrong(toNew.Code), toOld.Code)).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "auth.code-invalid");
        await (await host.ConfirmChangeAsync(me.Session.Token, asked.ChangeId, toNew.Code, toOld.Code)).ShouldRefuseAsync(HttpStatusCode.Conflict, "customer.phone-taken");
        (await host.SignInAsync(owner.Phone)).CustomerId.Should().Be(owner.Session.CustomerId);
    }

    [Fact]
    public async Task I13_of_all_that_end_a_change_at_once_one_does()
    {
        for (var round = 0; round < 10; round++)
        {
            var (me, old, _) = await host.ProtectedAsync();
            var (begun, change) = (host.Now, await host.ScheduleChangeAsync(me.Token, NewPhone()));
            // At the last moment some say «cancel», some «complete» and one signs in with the old number.
            await MoveToAsync(begun + Grace - (round % 2 == 0 ? TimeSpan.FromSeconds(1) : TimeSpan.Zero));
            await Task.WhenAll(
            [
                .. Enumerable.Range(0, 3).Select(_ => Quietly(host.DeliverAsync(new CompleteContactChange(me.CustomerId, change)))),
                .. Enumerable.Range(0, 3).Select(_ => Quietly(host.SendAsync(HttpMethod.Delete, $"/api/account/contact-changes/{change}", me.Token))),
                .. Enumerable.Range(0, 3).Select(_ => Quietly(CancelByLinkAsync(host.CancelToken(change)))),
            ]);
            var ends = (await host.EventsAsync(me.CustomerId)).Where(e => e is PhoneChanged or ContactChangeCancelled).ToList();
            ends.Should().ContainSingle($"round {round}");
            (await host.SignInAsync(old)).IsNew.Should().Be(ends[0] is PhoneChanged);
        }
    }

    [Fact]
    public async Task S36_S45_a_strangers_change_is_unknown()
    {
        var (owner, me) = (await host.ProtectedAsync(), await host.ProtectedAsync());
        var change = await host.ScheduleChangeAsync(owner.Session.Token, NewPhone());
        await (await host.SendAsync(HttpMethod.Get, $"/api/account/contact-changes/{change}", me.Session.Token)).ShouldRefuseAsync(HttpStatusCode.NotFound, "customer.change-unknown");
        await (await host.SendAsync(HttpMethod.Delete, $"/api/account/contact-changes/{change}", me.Session.Token)).ShouldRefuseAsync(HttpStatusCode.NotFound, "customer.change-unknown");
        await (await host.ConfirmChangeAsync(me.Session.Token, change, "000000")).ShouldRefuseAsync(HttpStatusCode.NotFound, "customer.change-unknown");
    }

    private static async Task Quietly(Task end)
    {
        try
        {
            await end;
        }
        catch (Application.RefusedException)
        {
            // Another was first; the test looks at what came of it.
        }
    }

    private Task MoveToAsync(DateTimeOffset moment)
    {
        host.Clock.Advance(moment - host.Now);
        return Task.CompletedTask;
    }

    private Task<HttpResponseMessage> CancelByLinkAsync(string token) => host.SendAsync(HttpMethod.Post, $"/api/contact-changes/{token}/cancellation", null);

    private async Task<bool> CodeComesToAsync(string email)
    {
        var asked = await (await host.PostAsync("/api/auth/challenges", null, new { email })).JsonAsync();
        var id = asked.GetProperty("challengeId").GetGuid();
        // The code is dropped once it has been handed over or found to be nobody's; then it is clear whether a letter went out.
        await Eventually.HappensAsync(
            async () =>
            {
                await using var session = host.Store.QuerySession();
                return (await session.LoadAsync<Challenge>(id))!.SealedCode is null;
            },
            "the code is dropped");

        return host.Mail.To(email).Any(letter => letter.MessageId == id);
    }
}
