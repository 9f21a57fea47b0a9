using FluentAssertions;
using Marketplace.Application.Views;
using Marketplace.Domain.Customers;
using Xunit;

namespace Marketplace.Application.Tests.Account;

public class ConsentViewTests
{
    private static readonly Guid CustomerId = Guid.NewGuid();
    private static readonly DateTimeOffset Noon = new(2026, 11, 9, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void S5_each_version_of_the_terms_is_remembered_and_the_last_is_in_force() =>
        ConsentView.Of([new TermsAccepted(CustomerId, "1", Noon), new TermsAccepted(CustomerId, "2", At(1))]).Should().Equal(
            new ConsentView("terms", "2", null, At(1), null, true),
            new ConsentView("terms", "1", null, Noon, null, false));

    [Fact]
    public void S57_a_consent_that_was_taken_back_and_given_again_is_two() =>
        ConsentView.Of(
        [
            new PersonalDataConsentGiven(CustomerId, "1", Noon), new PersonalDataConsentRevoked(CustomerId, "1", At(1)), new PersonalDataConsentGiven(CustomerId, "1", At(2)),
        ]).Should().Equal(
            new ConsentView("personal-data", "1", null, At(2), null, true),
            new ConsentView("personal-data", "1", null, Noon, At(1), false));

    [Fact]
    public void S78_the_news_have_their_source_and_times() =>
        ConsentView.Of([new NewsletterSubscribed(CustomerId, "checkout", Noon), new NewsletterUnsubscribed(CustomerId, "account", At(1))])
            .Should().Equal(new ConsentView("newsletter", null, "checkout", Noon, At(1), false));

    [Fact]
    public void S57_one_consent_is_not_another()
    {
        var consents = ConsentView.Of(
        [
            new TermsAccepted(CustomerId, "1", Noon), new PersonalDataConsentGiven(CustomerId, "7", At(1)), new NewsletterSubscribed(CustomerId, "account", At(2)),
            new PersonalDataConsentRevoked(CustomerId, "7", At(3)),
        ]);

        consents.Where(c => c.InForce).Select(c => c.Kind).Should().Equal("newsletter", "terms");
    }

    [Fact]
    public void S79_what_was_never_given_is_taken_back_to_no_effect() =>
        ConsentView.Of([new NewsletterUnsubscribed(CustomerId, "account", Noon), new PersonalDataConsentRevoked(CustomerId, "1", Noon)]).Should().BeEmpty();

    private static DateTimeOffset At(int minutes) => Noon.AddMinutes(minutes);
}
