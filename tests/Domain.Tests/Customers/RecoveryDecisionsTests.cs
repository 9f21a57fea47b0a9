using FluentAssertions;
using Marketplace.Domain.Customers;
using Xunit;
using static Marketplace.Domain.Tests.Customers.CustomerLife;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Customers;

public class RecoveryDecisionsTests
{
    private static readonly RecoveryPolicy Numbers = new();
    private static readonly Guid EmailId = Id("email");
    private static readonly Guid RecoveryId = Id("recovery");
    private static readonly Guid Sent = Id("first code");
    private static readonly Pii<string> NewPhone = new(CustomerId, "phone", "+79260000001");
    private static readonly Pii<string> Reason = new(CustomerId, "support-reason", "lost");
    private static readonly NewRecovery Asked = new(RecoveryId, "agent-7", Reason, EmailId);
    private static readonly CustomerEvent Started = new RecoveryStarted(CustomerId, RecoveryId, "agent-7", Reason, RecoveryId, Noon.AddHours(1), Noon);
    private static readonly CustomerEvent Named = new RecoveryPhoneNamed(CustomerId, RecoveryId, NewPhone, Sent, Noon);

    private static readonly CustomerEvent[] VerifiedEmail =
    [
        new EmailAdded(CustomerId, EmailId, new Pii<string>(CustomerId, "email", "a@example.com"), Noon),
        new EmailVerified(CustomerId, EmailId, Id("link"), Noon),
    ];

    [Fact]
    public void S49_S50_a_recovery_of_an_account_with_a_verified_e_mail_begins() =>
        Given(VerifiedEmail).When(c => RecoveryDecisions.Start(c, Asked, Numbers, Noon)).Then(Started);

    [Fact]
    public void S50_without_an_e_mail_with_an_unverified_one_or_with_another_it_does_not()
    {
        Given().When(c => RecoveryDecisions.Start(c, Asked, Numbers, Noon)).ThenRefused("customer.no-verified-email");
        Given(VerifiedEmail[0]).When(c => RecoveryDecisions.Start(c, Asked, Numbers, Noon)).ThenRefused("customer.no-verified-email");
        Given(VerifiedEmail).When(c => RecoveryDecisions.Start(c, Asked with { EmailId = Id("other") }, Numbers, Noon)).ThenRefused("customer.no-verified-email");
    }

    [Fact]
    public void S37_S49_another_begins_twenty_minutes_after_the_last_and_not_before()
    {
        var later = Asked with { RecoveryId = Id("another") };
        Given([.. VerifiedEmail, Started]).When(c => RecoveryDecisions.Start(c, later, Numbers, Noon.AddMinutes(20) - OneSecond))
            .ThenRefused("customer.recovery-open").RetryAt.Should().Be(Noon.AddMinutes(20));
        var again = Given([.. VerifiedEmail, Started]).When(c => RecoveryDecisions.Start(c, later, Numbers, Noon.AddMinutes(20))).Decision.Events.Single();
        Given([.. VerifiedEmail, Started, again]).When(c => RecoveryDecisions.NamePhone(c, RecoveryId, NewPhone, Sent, Noon.AddMinutes(20)))
            .ThenRefused("customer.recovery-unknown");
    }

    [Fact]
    public void S51_the_new_phone_is_named_until_the_hour_is_over()
    {
        Given(Started).When(c => RecoveryDecisions.NamePhone(c, RecoveryId, NewPhone, Sent, Noon.AddHours(1) - OneSecond))
            .Then(new RecoveryPhoneNamed(CustomerId, RecoveryId, NewPhone, Sent, Noon.AddHours(1) - OneSecond));
        Given(Started).When(c => RecoveryDecisions.NamePhone(c, RecoveryId, NewPhone, Sent, Noon.AddHours(1))).ThenRefused("customer.recovery-unknown");
        Given(Started).When(c => RecoveryDecisions.NamePhone(c, Id("other"), NewPhone, Sent, Noon)).ThenRefused("customer.recovery-unknown");
        Given().When(c => RecoveryDecisions.NamePhone(c, RecoveryId, NewPhone, Sent, Noon)).ThenRefused("customer.recovery-unknown");
    }

    [Fact]
    public void S51_another_code_goes_to_the_phone_that_was_named()
    {
        Given(Started, Named).When(c => RecoveryDecisions.SendAgain(c, RecoveryId, Sent, Id("second code"), Noon))
            .Then(new RecoveryPhoneNamed(CustomerId, RecoveryId, NewPhone, Id("second code"), Noon));
        Given(Started, Named).When(c => RecoveryDecisions.SendAgain(c, RecoveryId, Id("other"), Id("second code"), Noon)).ThenRefused("auth.challenge-unknown");
        Given(Started).When(c => RecoveryDecisions.SendAgain(c, RecoveryId, Sent, Id("second code"), Noon)).ThenRefused("auth.challenge-unknown");
        Given(Started, Named).When(c => RecoveryDecisions.SendAgain(c, RecoveryId, Sent, Id("second code"), Noon.AddHours(1))).ThenRefused("customer.recovery-unknown");
    }

    [Fact]
    public void S51_the_proof_of_the_new_phone_changes_it_signs_everybody_out_and_ends_pending_changes() =>
        Given(Opened(2), Changing("one", ContactKind.Phone), Changing("two", ContactKind.Email), Started, Named)
            .When(c => RecoveryDecisions.Complete(c, RecoveryId, Sent, Noon))
            .Then(
                new ContactChangeCancelled(CustomerId, Id("one"), ContactKind.Phone, ContactChangeEnd.Overtaken, Noon),
                new ContactChangeCancelled(CustomerId, Id("two"), ContactKind.Email, ContactChangeEnd.Overtaken, Noon),
                new RecoveryCompleted(CustomerId, RecoveryId, Noon),
                new PhoneChanged(CustomerId, RecoveryId, NewPhone, Phone, ContactChangeReason.Recovery, Noon),
                Closed(1, SessionEnd.Recovered, Noon),
                Closed(2, SessionEnd.Recovered, Noon));

    [Fact]
    public void S51_nothing_completes_before_a_phone_is_named_with_an_older_code_after_the_hour_or_twice()
    {
        Given(Started).When(c => RecoveryDecisions.Complete(c, RecoveryId, Sent, Noon)).ThenRefused("auth.challenge-unknown");
        Given(Started, Named).When(c => RecoveryDecisions.Complete(c, RecoveryId, Id("older"), Noon)).ThenRefused("auth.challenge-unknown");
        Given(Started, Named).When(c => RecoveryDecisions.Complete(c, RecoveryId, Sent, Noon.AddHours(1))).ThenRefused("customer.recovery-unknown");
        Given(Started, Named, new RecoveryCompleted(CustomerId, RecoveryId, Noon))
            .When(c => RecoveryDecisions.Complete(c, RecoveryId, Sent, Noon)).ThenRefused("customer.recovery-unknown");
    }

    [Fact]
    public void S51_after_a_recovery_the_owner_is_unsettled_for_seventy_two_hours()
    {
        var life = Given(Started, Named);
        var customer = life.When(c => RecoveryDecisions.Complete(c, RecoveryId, Sent, Noon)).Decision.Events.Aggregate(life.State, Customer.Evolve)!;

        (customer.Recovery, customer.Phone, customer.Sessions.Count).Should().Be((null, NewPhone, 0));
        Entitlements.Refuse(customer, AccountAction.RequestDeletion, Noon.AddHours(72) - OneSecond)!.Code.Should().Be("customer.cooling-off");
        Entitlements.Refuse(customer, AccountAction.RequestDeletion, Noon.AddHours(72)).Should().BeNull();
        Entitlements.Refuse(customer, AccountAction.Order, Noon).Should().BeNull();
    }

    [Fact]
    public void S101_S103_a_look_of_support_is_always_written_down() =>
        Given().When(c => SupportViewDecisions.View(c, new SupportLook(Id("look"), SupportTopic.Payment, OrderId, "agent-7", Reason), Noon))
            .Then(new SupportViewed(CustomerId, Id("look"), SupportTopic.Payment, OrderId, "agent-7", Reason, Noon));

    private static ContactChangeRequested Changing(string name, ContactKind kind) => new ContactChangeRequested(
        CustomerId, Id(name), kind, NewPhone, Id("old code"), Id("new code"), Noon.AddHours(1), Noon);
}
