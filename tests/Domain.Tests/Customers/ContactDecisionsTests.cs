using CsCheck;
using FluentAssertions;
using Marketplace.Domain.Customers;
using Xunit;
using static Marketplace.Domain.Tests.Customers.ContactLife;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Customers;

public class ContactDecisionsTests
{
    private static readonly DateTimeOffset LastSecond = Effective - OneSecond;

    [Fact]
    public void S45_a_protected_account_asks_for_another_phone() =>
        Protected().When(c => Request(c, Noon)).Then(Requested);

    [Fact]
    public void S45_D10_a_restricted_account_may_not_change_its_phone() =>
        CustomerLife.Given().When(c => Request(c, Noon)).ThenRefused("customer.account-restricted");

    [Fact]
    public void S45_the_contact_of_now_is_no_change() =>
        Protected().When(c => ContactDecisions.Request(c, Asked(), isSame: true, Policy, Noon)).ThenRefused("customer.contact-unchanged");

    [Fact]
    public void S45_there_is_one_pending_change_of_each_kind()
    {
        Protected(Requested).When(c => Request(c, Noon)).ThenRefused("customer.change-already-pending");
        Protected(Requested, Scheduled).When(c => Request(c, Noon.AddDays(1))).ThenRefused("customer.change-already-pending");
        Protected(Requested).When(c => ContactDecisions.Request(c, Asked(ContactKind.Email), false, Policy, Noon)).Decision.IsRefused.Should().BeFalse();
    }

    [Fact]
    public void S45_a_change_that_nobody_proved_in_time_makes_room_for_the_next()
    {
        var late = Noon.AddMinutes(20);
        Protected(Requested).When(c => Request(c, late - OneSecond)).ThenRefused("customer.change-already-pending");
        Protected(Requested).When(c => Request(c, late)).Then(
            Ended(ContactChangeEnd.NotProved, late), Requested with { ProveBy = late.AddMinutes(20), RequestedAt = late });
        Protected(Requested).When(c => ContactDecisions.Lapse(c, ChangeId, late - OneSecond)).ThenNothing();
        Protected(Requested).When(c => ContactDecisions.Lapse(c, ChangeId, late)).Then(Ended(ContactChangeEnd.NotProved, late));
        Protected(Requested, Scheduled).When(c => ContactDecisions.Lapse(c, ChangeId, late)).ThenNothing();
        Protected(Requested).When(c => Prove(c, oldProved: true, late)).ThenRefused("customer.change-expired");
    }

    [Fact]
    public void S46_with_both_proofs_the_phone_changes_at_once_and_every_other_session_ends() =>
        Protected(Requested, CustomerLife.Opened(2)).When(c => Prove(c, oldProved: true, Noon)).Then(
            Changed(ContactChangeReason.BothProved) with { ChangedAt = Noon },
            CustomerLife.Closed(1, SessionEnd.ContactChanged, Noon));

    [Fact]
    public void S46_an_email_changes_the_same_way()
    {
        var asked = Requested with { Kind = ContactKind.Email, NewContact = NewEmail };
        Protected(asked).When(c => Prove(c, oldProved: true, Noon)).Then(
            new EmailChanged(CustomerId, ChangeId, Id("new email"), NewEmail, Email, ContactChangeReason.BothProved, Noon),
            CustomerLife.Closed(1, SessionEnd.ContactChanged, Noon));
        Protected(asked, new EmailChanged(CustomerId, ChangeId, Id("new email"), NewEmail, Email, ContactChangeReason.BothProved, Noon))
            .State!.VerifiedEmail().Should().Be(NewEmail);
    }

    [Fact]
    public void S47_without_the_old_proof_the_change_waits_fourteen_days()
    {
        Protected(Requested).When(c => Prove(c, oldProved: false, Noon)).Then(Scheduled);
        Protected(Requested, Scheduled).When(c => Prove(c, oldProved: false, Noon)).ThenNothing();
    }

    [Fact]
    public void S47_D11_nothing_changes_after_13_days_23_59_59_and_the_phone_changes_after_14_days()
    {
        Protected(Requested, Scheduled).When(c => ContactDecisions.Complete(c, ChangeId, EmailId, LastSecond)).ThenNothing();
        Protected(Requested, Scheduled).When(c => ContactDecisions.Complete(c, ChangeId, EmailId, Effective)).Then(
            Changed(ContactChangeReason.GraceElapsed), CustomerLife.Closed(1, SessionEnd.ContactChanged, Effective));
        Protected(Requested).When(c => ContactDecisions.Complete(c, ChangeId, EmailId, Effective)).ThenNothing();
    }

    [Fact]
    public void S46_S47_the_old_proof_still_ends_the_waiting() =>
        Protected(Requested, Scheduled).When(c => Prove(c, oldProved: true, Noon.AddMinutes(5))).Then(
            Changed(ContactChangeReason.BothProved) with { ChangedAt = Noon.AddMinutes(5) },
            CustomerLife.Closed(1, SessionEnd.ContactChanged, Noon.AddMinutes(5)));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(13)]
    public void D11_X26_the_old_contact_is_warned_once_on_each_day(int day)
    {
        var at = Noon.AddDays(day);
        var warned = new ContactChangeWarned(CustomerId, ChangeId, ContactKind.Phone, day, at);
        Protected(Requested, Scheduled).When(c => ContactDecisions.Warn(c, ChangeId, day, at - OneSecond)).ThenNothing();
        Protected(Requested, Scheduled).When(c => ContactDecisions.Warn(c, ChangeId, day, at)).Then(warned);
        Protected(Requested, Scheduled, warned).When(c => ContactDecisions.Warn(c, ChangeId, day, at.AddHours(1))).ThenNothing();
        Protected(Requested, Scheduled, Ended(ContactChangeEnd.CancelledByLink, Noon)).When(c => ContactDecisions.Warn(c, ChangeId, day, at)).ThenNothing();
    }

    [Fact]
    public void S48_the_change_is_taken_back_while_it_is_pending_and_not_after()
    {
        Protected(Requested).When(c => ContactDecisions.Cancel(c, ChangeId, ContactChangeEnd.CancelledInSession, Noon)).Then(Ended(ContactChangeEnd.CancelledInSession, Noon));
        Protected(Requested, Scheduled).When(c => ContactDecisions.Cancel(c, ChangeId, ContactChangeEnd.CancelledByLink, LastSecond))
            .Then(Ended(ContactChangeEnd.CancelledByLink, LastSecond));
        Protected(Requested, Scheduled).When(c => ContactDecisions.Cancel(c, ChangeId, ContactChangeEnd.CancelledByLink, Effective)).ThenRefused("customer.no-pending-change");
        Protected(Requested, Ended(ContactChangeEnd.CancelledInSession, Noon)).When(c => ContactDecisions.Cancel(c, ChangeId, ContactChangeEnd.CancelledInSession, Noon))
            .ThenRefused("customer.no-pending-change");
        Protected().When(c => ContactDecisions.Cancel(c, ChangeId, ContactChangeEnd.CancelledInSession, Noon)).ThenRefused("customer.change-unknown");
    }

    [Fact]
    public void S48_a_change_that_was_taken_back_is_confirmed_by_no_code() =>
        Protected(Requested, Ended(ContactChangeEnd.CancelledInSession, Noon)).When(c => Prove(c, oldProved: true, Noon)).ThenRefused("customer.no-pending-change");

    /// <summary>Whatever is tried and in whatever order, a change has at most one end, and the phone is the new one only after the end that says so.</summary>
    [Fact]
    public void I13_a_change_ends_exactly_once_in_every_order_of_commands() =>
        Gen.Select(Gen.Int[0, 6], Gen.Int[0, 15 * 24 * 60]).Array[1, 12].Sample(tried =>
        {
            var account = Protected(Requested).State!;
            List<CustomerEvent> happened = [];
            foreach (var (what, minute) in tried.OrderBy(t => t.Item2))
            {
                var decision = Try(account, what, Noon.AddMinutes(minute));
                account = decision.Events.Aggregate(account, (state, e) => Customer.Evolve(state, e)!);
                happened.AddRange(decision.Events);
            }

            var ends = happened.Where(e => e is ContactChangeCancelled or PhoneChanged).ToList();
            ends.Count.Should().BeLessThanOrEqualTo(1);
            account.ContactChanges.IsEmpty.Should().Be(ends.Count == 1);
            account.Phone.Should().Be(ends is [PhoneChanged] ? NewPhone : CustomerLife.Phone);
        });

    private static Decision<CustomerEvent> Try(Customer account, int what, DateTimeOffset now) => what switch
    {
        0 => Prove(account, oldProved: true, now),
        1 => Prove(account, oldProved: false, now),
        2 => ContactDecisions.Cancel(account, ChangeId, ContactChangeEnd.CancelledInSession, now),
        3 => ContactDecisions.Cancel(account, ChangeId, ContactChangeEnd.CancelledByLink, now),
        4 => ContactDecisions.Complete(account, ChangeId, EmailId, now),
        5 => ContactDecisions.Lapse(account, ChangeId, now),
        _ => ContactDecisions.Warn(account, ChangeId, 7, now),
    };

    private static Decision<CustomerEvent> Request(Customer customer, DateTimeOffset now) => ContactDecisions.Request(customer, Asked(), isSame: false, Policy, now);

    private static Decision<CustomerEvent> Prove(Customer customer, bool oldProved, DateTimeOffset now) =>
        ContactDecisions.Prove(customer, ChangeId, oldProved, Id("new email"), CustomerLife.SessionId(2), Policy, now);

    private static ContactChangeCancelled Ended(ContactChangeEnd reason, DateTimeOffset at) => new(CustomerId, ChangeId, ContactKind.Phone, reason, at);
}
