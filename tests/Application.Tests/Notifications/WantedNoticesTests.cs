using CsCheck;
using FluentAssertions;
using Marketplace.Application.Notifications;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Stock;
using Marketplace.Domain.Wallets;
using Xunit;
using Xunit.Abstractions;

namespace Marketplace.Application.Tests.Notifications;

/// <summary>Which events tell whom what, as values: no database.</summary>
public class WantedNoticesTests(ITestOutputHelper output)
{
    private static readonly Guid Id = Guid.Parse("0198b6f0-0000-7000-8000-000000000001");
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
    private static readonly TenderShare Paid = new(Id, 100, 2, 300);

    public static TheoryData<object, string> Told => new()
    {
        { new OrderPaid(Id, Id, 100, 2, 300, null, [Paid], Now), "SaleReceipt→VerifiedEmailOrSms" },
        { new InstalmentPaid(Id, Id, Id, 100, Now), "SaleReceipt→VerifiedEmailOrSms" },
        { new InstalmentsRefunded(Id, Id, Id, 100, 0, Now), "" },
        { new OrderShipped(Id, 0, Now), "OrderShipped→VerifiedEmail" },
        { new OrderArrived(Id, Now), "OrderArrived→VerifiedEmailOrSms" },
        { new OrderDelivered(Id, 0, Now, Now), "OrderDelivered→VerifiedEmail" },
        { new OrderCancelled(Id, [Paid], Now), "OrderCancelled→VerifiedEmail RefundReceipt→VerifiedEmailOrSms" },
        { new OrderCancelled(Id, [], Now), "OrderCancelled→VerifiedEmail" },
        { new OrderLineRemoved(Id, Id, Id, 1, 600, Paid, Now), "RefundReceipt→VerifiedEmailOrSms" },
        { new OrderLineRemoved(Id, Id, Id, 1, 600, new TenderShare(Id, 0, 0, 0), Now), "" },
        { new ReturnRefunded(Id, Id, [Paid], 400, 0, 0, Now), "RefundReceipt→VerifiedEmailOrSms" },
        { new WithdrawalSettled(Id, Id, Now), "WithdrawalSettled→Phone" },
        { new WithdrawalRejected(Id, Id, "account-closed", Now), "WithdrawalRejected→Phone" },
        { new WithdrawalSettledAfterRejection(Id, Id, 100, 0, Now), "WithdrawalSettledLate→Phone" },
        { new EmailVerificationRequested(Id, Id, Id, Now, Now), "EmailProof→EmailToProve" },
        { new ContactChangeScheduled(Id, Id, ContactKind.Phone, Now, Now), "ContactChangeWarning→ContactToLose ContactChangeWarning→VerifiedEmail" },
        { new ContactChangeWarned(Id, Id, ContactKind.Email, 7, Now), "ContactChangeWarning→ContactToLose" },
        { new PhoneChanged(Id, Id, Phone("1"), Phone("2"), ContactChangeReason.BothProved, Now), "PhoneChanged→LostContact PhoneChanged→VerifiedEmail" },
        { new EmailChanged(Id, Id, Id, Phone("1"), Phone("2"), ContactChangeReason.BothProved, Now), "EmailChanged→LostContact EmailChanged→VerifiedEmail" },
        { new RecoveryStarted(Id, Id, "agent", Phone("why"), Id, Now, Now), "RecoveryStarted→Phone RecoveryStarted→VerifiedEmail" },
        { new RecoveryCompleted(Id, Id, Now), "RecoveryCompleted→Phone RecoveryCompleted→VerifiedEmail" },
        { new PasskeyEnrolled(Id, Id, null, Now), "PasskeyEnrolled→VerifiedEmail" },
        { new ExternalIdentityLinked(Id, Id, ExternalProvider.Apple, Phone("s"), Now), "IdentityLinked→VerifiedEmail" },
        { new WaitlistNotified(Id, Id, "tea", Now), "BackInStock→Phone" },
        { new OrderPlaced(Id, Id, [], DeliveryKind.Courier, null, null, 0, 0, "1", Now), "" },
        { new NewsletterSubscribed(Id, "account", Now), "" },
        { new NewsletterUnsubscribed(Id, "account", Now), "" },
    };

    [Theory]
    [MemberData(nameof(Told))]
    public void S52_S53_S91_D6_D11_each_event_tells_what_the_table_says(object happened, string told)
    {
        string.Join(' ', Notices.For(happened).Select(w => $"{w.Kind}→{w.Route}")).Should().Be(told);
        if (told.Length > 0) Notices.Events.Should().Contain(happened.GetType(), "else the subscription never reads it");
    }

    [Fact]
    public void I17_the_notices_of_one_event_have_ids_of_their_own_that_never_change()
    {
        var ids = Enum.GetValues<NoticeKind>().SelectMany(k => Enum.GetValues<NoticeRoute>().Select(r => Notice.IdOf(Id, k, r))).ToList();
        ids.Should().OnlyHaveUniqueItems();
        Notice.IdOf(Id, NoticeKind.SaleReceipt, NoticeRoute.VerifiedEmailOrSms).Should().Be("544c3202-b927-5f63-bec1-e91649bad63e");
    }

    [Fact]
    public void S79_no_notice_is_advertising_and_no_event_of_the_newsletter_asks_for_one()
    {
        Enum.GetNames<NoticeKind>().Should().NotContainMatch("*News*").And.NotContainMatch("*Marketing*").And.NotContainMatch("*Promo*");
        Notices.Events.Should().NotContain(t => t.Name.StartsWith("Newsletter", StringComparison.Ordinal)).And.OnlyHaveUniqueItems();
    }

    /// <summary>Random lives, with and without the customer changing their mind about the news at random moments.</summary>
    [Fact]
    public void S79_subscribing_and_unsubscribing_at_random_changes_no_service_notice()
    {
        Gen.Select(Gen.Int[0, LifeEvents.Length - 1], Gen.Int[0, 3]).Array[0, 30].Sample(
            steps =>
            {
                var (plain, mixed) = (Start(), Start());
                foreach (var (next, news) in steps)
                {
                    if (news == 1) mixed = Customer.Evolve(mixed, new NewsletterSubscribed(Id, "account", Now))!;
                    if (news == 2) mixed = Customer.Evolve(mixed, new NewsletterUnsubscribed(Id, "account", Now))!;
                    var happened = LifeEvents[next];
                    if (happened is CustomerEvent own) (plain, mixed) = (Customer.Evolve(plain, own)!, Customer.Evolve(mixed, own)!);
                    Whom(mixed, happened).Should().Equal(Whom(plain, happened));
                }
            },
            writeLine: output.WriteLine, iter: 2_000);
    }

    private static readonly object[] LifeEvents =
    [
        .. Told.Select(row => row[0]).Where(e => e is not (NewsletterSubscribed or NewsletterUnsubscribed)),
        new EmailAdded(Id, Id, Phone("m@example.com"), Now),
        new EmailVerified(Id, Id, Id, Now),
        new ContactChangeRequested(Id, Id, ContactKind.Phone, Phone("3"), Id, Id, Now, Now),
    ];

    private static List<string> Whom(Customer customer, object happened) =>
        [.. Notices.For(happened).Select(w => NoticeRecipients.Of(w.Route, customer, happened)).Select(r => $"{r.To?.Kind} {r.To?.Value} {r.Nobody}")];

    private static Customer Start() => Customer.Evolve(null, new CustomerRegistered(Id, Phone("+79990000001"), Now))!;

    private static Pii<string> Phone(string value) => new(Id, "phone", value);
}
