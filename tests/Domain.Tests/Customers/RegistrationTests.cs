using FluentAssertions;
using Marketplace.Domain.Customers;
using Xunit;
using static Marketplace.Domain.Tests.Customers.CustomerLife;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Customers;

public class RegistrationTests
{
    [Fact]
    public void S2_S5_S7_a_proved_phone_and_accepted_terms_make_an_account_and_a_session() =>
        Nobody().When(_ => CustomerDecisions.Register(CustomerId, Phone, Terms, Terms, New(1), Noon))
            .Then(
                new CustomerRegistered(CustomerId, Phone, Noon),
                new TermsAccepted(CustomerId, Terms, Noon),
                new SessionOpened(CustomerId, SessionId(1), SignInMethod.PhoneCode, null, Noon));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2025-12")]
    [InlineData("2026-01 ")]
    public void S5_without_the_terms_of_today_there_is_no_account(string? accepted)
    {
        var refused = Nobody().When(_ => CustomerDecisions.Register(CustomerId, Phone, accepted, Terms, New(1), Noon)).ThenRefused("auth.terms-not-accepted");
        refused.Field.Should().Be("acceptedTerms");
        refused.Facts["termsVersion"].Should().Be(Terms);
    }

    [Fact]
    public void S7_the_owner_comes_back_without_accepting_the_same_terms_again() =>
        Given().When(c => CustomerDecisions.SignIn(c, null, Terms, New(2), [], Policy, Noon)).Then(Opened(2, Noon));

    [Fact]
    public void S5_changed_terms_are_accepted_anew()
    {
        Given().When(c => CustomerDecisions.SignIn(c, Terms, "2026-02", New(2), [], Policy, Noon)).ThenRefused("auth.terms-not-accepted");
        Given().When(c => CustomerDecisions.SignIn(c, "2026-02", "2026-02", New(2), [], Policy, Noon))
            .Then(new TermsAccepted(CustomerId, "2026-02", Noon), Opened(2, Noon));
    }

    [Fact]
    public void S5_terms_that_were_accepted_anew_are_not_asked_for_again() =>
        Given(new TermsAccepted(CustomerId, "2026-02", Noon))
            .When(c => CustomerDecisions.SignIn(c, null, "2026-02", New(2), [], Policy, Noon)).Then(Opened(2, Noon));

    [Fact]
    public void S7_opening_the_same_session_twice_changes_nothing() =>
        Given().When(c => CustomerDecisions.SignIn(c, null, Terms, New(1), [], Policy, Noon)).ThenNothing();

    private static Given<Customer, CustomerEvent> Nobody() => Scenario.Given<Customer, CustomerEvent>(Customer.Evolve);

    private static SessionOpened Opened(int n, DateTimeOffset at) => new SessionOpened(CustomerId, SessionId(n), SignInMethod.PhoneCode, null, at);
}
