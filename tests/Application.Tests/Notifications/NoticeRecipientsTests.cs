using FluentAssertions;
using Marketplace.Application.Notifications;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Xunit;

namespace Marketplace.Application.Tests.Notifications;

/// <summary>Whom a notice reaches.</summary>
public class NoticeRecipientsTests
{
    private const string Old = "+79990000001";
    private const string New = "+79990000002";
    private const string Mail = "maria@example.com";
    private static readonly Guid Id = Guid.NewGuid();
    private static readonly Guid EmailId = Guid.NewGuid();
    private static readonly Guid LinkId = Guid.NewGuid();
    private static readonly Guid ChangeId = Guid.NewGuid();
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
    private static readonly EmailVerificationRequested Asked = new(Id, EmailId, LinkId, Now.AddDays(1), Now);
    private static readonly ContactChangeScheduled Scheduled = new(Id, ChangeId, ContactKind.Phone, Now.AddDays(14), Now);

    [Fact]
    public void S19_an_unverified_address_gets_its_own_link_and_nothing_else()
    {
        var unverified = After(new EmailAdded(Id, EmailId, Text(Mail), Now), Asked);
        Of(NoticeRoute.EmailToProve, unverified, Asked).Should().Be(Mail);
        foreach (var route in Enum.GetValues<NoticeRoute>().Except([NoticeRoute.EmailToProve])) Of(route, unverified, Scheduled).Should().NotBe(Mail);
    }

    [Fact]
    public void S19_a_link_that_is_void_or_used_is_sent_no_more()
    {
        var newer = After(new EmailAdded(Id, EmailId, Text(Mail), Now), Asked, Asked with { LinkId = Guid.NewGuid() });
        Of(NoticeRoute.EmailToProve, newer, Asked).Should().Be(NoticeRecipients.Over);
        Of(NoticeRoute.EmailToProve, Verified(), Asked).Should().Be(NoticeRecipients.Over);
    }

    [Fact]
    public void S53_without_a_verified_e_mail_a_receipt_goes_by_sms_and_a_letter_goes_nowhere()
    {
        Of(NoticeRoute.VerifiedEmailOrSms, After(), null).Should().Be(Old);
        Of(NoticeRoute.VerifiedEmailOrSms, Verified(), null).Should().Be(Mail);
        Of(NoticeRoute.VerifiedEmail, After(), null).Should().Be(NoticeRecipients.NoVerifiedEmail);
    }

    [Fact]
    public void D11_X26_the_old_contact_is_warned_while_the_change_waits_and_no_longer()
    {
        var pending = After(Requested(), Scheduled);
        Of(NoticeRoute.ContactToLose, pending, Scheduled).Should().Be(Old);
        var warned = new ContactChangeWarned(Id, ChangeId, ContactKind.Phone, 7, Now.AddDays(7));
        Of(NoticeRoute.ContactToLose, pending, warned).Should().Be(Old);
        var changed = Customer.Evolve(pending, new PhoneChanged(Id, ChangeId, Text(New), Text(Old), ContactChangeReason.GraceElapsed, Now))!;
        Of(NoticeRoute.ContactToLose, changed, warned).Should().Be(NoticeRecipients.Over, "the phone of now is the new one: its owner asked for the change");
        Of(NoticeRoute.VerifiedEmail, changed, warned).Should().Be(NoticeRecipients.Over);
    }

    [Fact]
    public void X26_the_contact_that_was_lost_is_told_though_the_account_does_not_know_it_any_more()
    {
        var changed = new PhoneChanged(Id, ChangeId, Text(New), Text(Old), ContactChangeReason.BothProved, Now);
        Of(NoticeRoute.LostContact, After(changed), changed).Should().Be(Old);
    }

    [Fact]
    public void Nobody_is_told_whose_data_are_erased()
    {
        var erased = Customer.Evolve(null, new CustomerRegistered(Id, new Pii<string>(Id, "phone", null), Now))!;
        Of(NoticeRoute.Phone, erased, null).Should().Be(NoticeRecipients.Erased);
    }

    private static Customer Verified() => After(new EmailAdded(Id, EmailId, Text(Mail), Now), Asked, new EmailVerified(Id, EmailId, LinkId, Now));

    private static ContactChangeRequested Requested() => new(Id, ChangeId, ContactKind.Phone, Text(New), Guid.NewGuid(), Guid.NewGuid(), Now, Now);

    private static Customer After(params CustomerEvent[] events) =>
        events.Aggregate(Customer.Evolve(null, new CustomerRegistered(Id, Text(Old), Now))!, (c, e) => Customer.Evolve(c, e)!);

    private static string Of(NoticeRoute route, Customer customer, object? happened)
    {
        var recipient = NoticeRecipients.Of(route, customer, happened);
        return recipient.To?.Value ?? recipient.Nobody!;
    }

    private static Pii<string> Text(string value) => new(Id, "contact", value);
}
