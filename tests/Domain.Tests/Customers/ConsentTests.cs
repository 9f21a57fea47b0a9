using FluentAssertions;
using Marketplace.Domain.Customers;
using Xunit;
using static Marketplace.Domain.Tests.Customers.CustomerLife;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Customers;

public class ConsentTests
{
    private const string Current = "2026-11";

    [Fact]
    public void S57_the_consent_of_today_is_given() =>
        Given().When(c => ConsentDecisions.GivePersonalData(c, Current, Current, Noon)).Then(new PersonalDataConsentGiven(CustomerId, Current, Noon));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2025-11")]
    [InlineData("2026-11 ")]
    public void S57_without_the_version_of_today_there_is_no_consent(string? consent)
    {
        var refused = Given(Gave("2025-11")).When(c => ConsentDecisions.GivePersonalData(c, consent, Current, Noon)).ThenRefused("customer.consent-required");
        refused.Field.Should().Be("consent");
        refused.Facts["consentVersion"].Should().Be(Current);
    }

    [Fact]
    public void S57_accepting_the_terms_is_no_consent() => Given().State!.PersonalDataConsent.Should().BeNull();

    [Fact]
    public void S57_the_consent_in_force_is_not_given_again() =>
        Given(Gave(Current)).When(c => ConsentDecisions.GivePersonalData(c, Current, Current, Noon)).ThenNothing();

    [Fact]
    public void S57_a_newer_text_is_agreed_to_anew() =>
        Given(Gave("2025-11")).When(c => ConsentDecisions.GivePersonalData(c, Current, Current, Noon)).Then(Gave(Current));

    [Fact]
    public void S57_the_consent_is_taken_back_in_the_version_it_was_given()
    {
        Given(Gave("2025-11")).When(c => ConsentDecisions.RevokePersonalData(c, hasBonusCard: false, Noon))
            .Then(new PersonalDataConsentRevoked(CustomerId, "2025-11", Noon));
        Given().When(c => ConsentDecisions.RevokePersonalData(c, hasBonusCard: false, Noon)).ThenNothing();
        Given(Gave("2025-11"), new PersonalDataConsentRevoked(CustomerId, "2025-11", Noon))
            .When(c => ConsentDecisions.RevokePersonalData(c, hasBonusCard: true, Noon)).ThenNothing();
    }

    [Fact]
    public void S57_a_card_that_rests_on_the_consent_keeps_it() =>
        Given(Gave(Current)).When(c => ConsentDecisions.RevokePersonalData(c, hasBonusCard: true, Noon)).ThenRefused("customer.consent-in-use");

    [Fact]
    public void S78_the_news_are_asked_for_once_with_source_and_time()
    {
        Given().When(c => ConsentDecisions.Subscribe(c, "checkout", Noon)).Then(new NewsletterSubscribed(CustomerId, "checkout", Noon));
        Given(new NewsletterSubscribed(CustomerId, "checkout", Noon)).When(c => ConsentDecisions.Subscribe(c, "account", Noon)).ThenNothing();
    }

    [Theory]
    [InlineData("")]
    [InlineData("+79161234567")]
    [InlineData("maria@example.com")]
    [InlineData("Мария")]
    [InlineData("79161234567")]
    [InlineData("a-source-that-is-longer-than-forty-letters")]
    public void S78_a_source_is_a_word_and_nothing_personal(string source) =>
        Given().When(c => ConsentDecisions.Subscribe(c, source, Noon)).ThenRefused("customer.newsletter-source-invalid").Field.Should().Be("source");

    [Fact]
    public void S79_the_news_are_refused_in_one_step()
    {
        Given(new NewsletterSubscribed(CustomerId, "checkout", Noon)).When(c => ConsentDecisions.Unsubscribe(c, "account", Noon))
            .Then(new NewsletterUnsubscribed(CustomerId, "account", Noon));
        Given().When(c => ConsentDecisions.Unsubscribe(c, "account", Noon)).ThenNothing();
    }

    private static PersonalDataConsentGiven Gave(string version) => new(CustomerId, version, Noon);
}
