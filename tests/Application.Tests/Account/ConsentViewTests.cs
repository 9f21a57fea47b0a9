using System.Collections.Immutable;
using FluentAssertions;
using Marketplace.Application.Views;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Tests;
using Xunit;

namespace Marketplace.Application.Tests.Account;

public class ConsentViewTests
{
    private static readonly Guid CustomerId = Guid.NewGuid();
    private static readonly DateTimeOffset Noon = new(2026, 11, 9, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void S5_each_version_of_the_terms_is_remembered_and_the_last_is_in_force() =>
        Fold([new TermsAccepted(CustomerId, "1", Noon), new TermsAccepted(CustomerId, "2", At(1))]).Should().Equal(
            new ConsentView("terms", "2", null, At(1), null, true),
            new ConsentView("terms", "1", null, Noon, null, false));

    [Fact]
    public void S57_a_consent_that_was_taken_back_and_given_again_is_two() =>
        Fold(
        [
            new PersonalDataConsentGiven(CustomerId, "1", Noon), new PersonalDataConsentRevoked(CustomerId, "1", At(1)), new PersonalDataConsentGiven(CustomerId, "1", At(2)),
        ]).Should().Equal(
            new ConsentView("personal-data", "1", null, At(2), null, true),
            new ConsentView("personal-data", "1", null, Noon, At(1), false));

    [Fact]
    public void S78_the_news_have_their_source_and_times() =>
        Fold([new NewsletterSubscribed(CustomerId, "checkout", Noon), new NewsletterUnsubscribed(CustomerId, "account", At(1))])
            .Should().Equal(new ConsentView("newsletter", null, "checkout", Noon, At(1), false));

    [Fact]
    public void S57_one_consent_is_not_another()
    {
        var consents = Fold(
        [
            new TermsAccepted(CustomerId, "1", Noon), new PersonalDataConsentGiven(CustomerId, "7", At(1)), new NewsletterSubscribed(CustomerId, "account", At(2)),
            new PersonalDataConsentRevoked(CustomerId, "7", At(3)),
        ]);

        consents.Where(c => c.InForce).Select(c => c.Kind).Should().Equal("newsletter", "terms");
    }

    [Fact]
    public void S79_what_was_never_given_is_taken_back_to_no_effect() =>
        Fold([new NewsletterUnsubscribed(CustomerId, "account", Noon), new PersonalDataConsentRevoked(CustomerId, "1", Noon)]).Should().BeEmpty();

    [Fact]
    public void S57_the_view_names_every_event_that_changes_it() =>
        EventExamples.All.OfType<CustomerEvent>()
            .Where(e => ConsentsView.Fold(Everything, e) != Everything).Select(e => e.GetType())
            .Should().BeEquivalentTo(ConsentsView.Events);

    private static readonly ConsentsView Everything = new(
        CustomerId,
        [new ConsentView("newsletter", null, "account", Noon, null, true), new ConsentView("personal-data", "1", null, Noon, null, true)]);

    private static ImmutableList<ConsentView> Fold(IEnumerable<CustomerEvent> history) => history.Aggregate((ConsentsView?)null, ConsentsView.Fold)?.Items ?? [];

    private static DateTimeOffset At(int minutes) => Noon.AddMinutes(minutes);
}
