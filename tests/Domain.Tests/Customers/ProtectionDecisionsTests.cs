using FluentAssertions;
using Marketplace.Domain.Customers;
using Xunit;
using static Marketplace.Domain.Tests.Customers.ContactLife;
using static Marketplace.Domain.Tests.Customers.CustomerLife;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Customers;

public class ProtectionDecisionsTests
{
    private static readonly DateOnly Today = new(2026, 11, 9);
    private static readonly Guid ActivationId = Id("activation");

    private static ActivationRequested Asked => new(CustomerId, ActivationId, Email, OldChallengeId, Noon);

    [Fact]
    public void S13_S44_a_profile_is_saved_and_the_same_again_changes_nothing()
    {
        Given().When(c => ProtectionDecisions.SaveProfile(c, Person, Noon)).Then(Saved);
        Given(Saved).When(c => ProtectionDecisions.SaveProfile(c, Person, Noon)).ThenNothing();
    }

    [Theory]
    [InlineData("Петрова", "Мария", null, null, null)]
    [InlineData("О'Коннор-Смит", "Жан Поль", "Иванович", null, null)]
    [InlineData("", "Мария", null, null, "surname")]
    [InlineData("Петрова", "М4рия", null, null, "name")]
    [InlineData("Петрова", "Мария", "<b>", null, "patronymic")]
    [InlineData("Петрова", "Мария", null, "1899-12-31", "birthDate")]
    [InlineData("Петрова", "Мария", null, "2026-11-10", "birthDate")]
    [InlineData("Петрова", "Мария", null, "2026-11-09", null)]
    public void S13_the_first_wrong_field_of_a_profile_is_named(string surname, string name, string? patronymic, string? born, string? wrong) =>
        ProfileRules.Refuse(new Profile(surname, name, patronymic, born is null ? null : DateOnly.Parse(born, null)), Today)?.Field.Should().Be(wrong);

    [Fact]
    public void S13_a_name_has_at_most_a_hundred_characters()
    {
        ProfileRules.Refuse(new Profile(new string('а', 100), "Мария", null, null), Today).Should().BeNull();
        ProfileRules.Refuse(new Profile(new string('а', 101), "Мария", null, null), Today)!.Code.Should().Be("customer.name-invalid");
    }

    [Fact]
    public void S14_activation_needs_the_profile_first()
    {
        Given().When(c => ProtectionDecisions.RequestActivation(c, ActivationId, Email, OldChallengeId, Noon)).ThenRefused("customer.profile-missing");
        Given(Saved).When(c => ProtectionDecisions.RequestActivation(c, ActivationId, Email, OldChallengeId, Noon)).Then(Asked);
    }

    [Fact]
    public void S15_D3_the_code_activates_the_account_and_does_not_prove_the_email()
    {
        var activated = new AccountActivated(CustomerId, ActivationId, Noon);
        Given(Saved, Asked).When(c => ProtectionDecisions.ConfirmActivation(c, EmailId, Noon)).Then(activated, Added);
        var state = Given(Saved, Asked, activated, Added).State!;
        state.Activated.Should().BeTrue();
        state.Protected.Should().BeFalse();
        state.VerifiedEmail().Should().BeNull();
        Given(Saved, Asked, activated, Added).When(c => ProtectionDecisions.ConfirmActivation(c, Id("other"), Noon)).ThenNothing();
        Given(Saved, Asked, activated).When(c => ProtectionDecisions.RequestActivation(c, Id("again"), Email, OldChallengeId, Noon)).ThenRefused("customer.already-activated");
    }

    [Fact]
    public void S15_without_a_request_there_is_nothing_to_confirm() =>
        Given(Saved).When(c => ProtectionDecisions.ConfirmActivation(c, EmailId, Noon)).ThenRefused("customer.no-activation");

    [Fact]
    public void S15_S18_activating_does_not_touch_an_email_that_is_proven() =>
        Protected(Asked).When(c => ProtectionDecisions.ConfirmActivation(c, Id("other"), Noon)).Then(new AccountActivated(CustomerId, ActivationId, Noon));

    [Fact]
    public void S16_S17_an_email_is_added_with_a_link_that_works_for_a_day() =>
        Given().When(c => Add(c, same: false, Noon)).Then(Added, LinkAsked);

    [Fact]
    public void S17_another_letter_to_the_same_address_has_another_link_and_voids_the_older()
    {
        var (later, newer) = (Noon.AddMinutes(1), Id("newer link"));
        Given(Added, LinkAsked).When(c => Add(c, same: true, later, newer)).Then(new EmailVerificationRequested(CustomerId, EmailId, newer, later.AddHours(24), later));
        Given(Added, LinkAsked, new EmailVerificationRequested(CustomerId, EmailId, newer, later.AddHours(24), later))
            .When(c => ProtectionDecisions.VerifyEmail(c, LinkId, EmailId, later)).ThenRefused("customer.link-expired");
    }

    [Fact]
    public void S17_letters_are_sent_once_a_minute_and_ten_times_a_day()
    {
        Given(Added, LinkAsked).When(c => Add(c, same: true, Noon.AddSeconds(59))).ThenRefused("customer.too-many-letters").RetryAt.Should().Be(Noon.AddSeconds(60));
        var ten = Enumerable.Range(0, 10).Select(n => new EmailVerificationRequested(CustomerId, EmailId, Id($"link {n}"), Noon.AddHours(n + 24), Noon.AddHours(n)));
        Given([Added, .. ten]).When(c => Add(c, same: true, Noon.AddHours(20))).ThenRefused("customer.too-many-letters").RetryAt.Should().Be(Noon.AddDays(1));
        Given([Added, .. ten.Take(9)]).When(c => Add(c, same: true, Noon.AddHours(20))).Decision.IsRefused.Should().BeFalse();
        Given([Added, .. ten]).When(c => Add(c, same: true, Noon.AddDays(1))).Decision.IsRefused.Should().BeFalse();
    }

    [Fact]
    public void S10_S16_S18_the_link_proves_the_mailbox_and_protects_the_account() =>
        Given(Added, LinkAsked).When(c => ProtectionDecisions.VerifyEmail(c, LinkId, EmailId, Noon)).Then(Verified, IsProtected);

    [Fact]
    public void S17_P9_a_link_works_once_and_for_24_hours()
    {
        Protected().When(c => ProtectionDecisions.VerifyEmail(c, LinkId, EmailId, Noon)).ThenRefused("customer.link-used");
        Given(Added, LinkAsked).When(c => ProtectionDecisions.VerifyEmail(c, LinkId, EmailId, Noon.AddHours(24) - OneSecond)).Then(
            Verified with { VerifiedAt = Noon.AddHours(24) - OneSecond }, IsProtected with { ProtectedAt = Noon.AddHours(24) - OneSecond });
        Given(Added, LinkAsked).When(c => ProtectionDecisions.VerifyEmail(c, LinkId, EmailId, Noon.AddHours(24))).ThenRefused("customer.link-expired");
    }

    [Fact]
    public void S18_a_link_to_an_address_that_was_replaced_meanwhile_proves_nothing() =>
        Given(Added, LinkAsked, Added with { EmailId = Id("other"), Email = NewEmail })
            .When(c => ProtectionDecisions.VerifyEmail(c, LinkId, EmailId, Noon)).ThenRefused("customer.email-changed-since");

    [Fact]
    public void S19_an_email_is_inert_until_it_is_proven()
    {
        Given(Added, LinkAsked).State!.VerifiedEmail().Should().BeNull();
        Protected().State!.VerifiedEmail().Should().Be(Email);
    }

    [Fact]
    public void S16_a_proven_email_is_changed_as_a_contact_and_not_added_over()
    {
        Protected().When(c => Add(c, same: true, Noon.AddHours(1))).ThenRefused("customer.email-already-verified");
        Protected().When(c => Add(c, same: false, Noon.AddHours(1))).ThenRefused("customer.email-change-needed");
    }

    private static Decision<CustomerEvent> Add(Customer customer, bool same, DateTimeOffset now, Guid? link = null) =>
        ProtectionDecisions.AddEmail(customer, Email, same, EmailId, link ?? LinkId, Protection, now);
}
