using CsCheck;
using FluentAssertions;
using Marketplace.Domain.Customers;
using Xunit;
using static Marketplace.Domain.Tests.Customers.CustomerLife;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Customers;

public class SessionDecisionsTests
{
    [Fact]
    public void P16_the_tenth_session_displaces_nobody() =>
        Given([.. Enumerable.Range(2, 8).Select(Opened)])
            .When(c => CustomerDecisions.SignIn(c, null, Terms, New(10), [], Policy, Noon.AddMinutes(10))).Then(Opened(10));

    [Fact]
    public void P16_the_eleventh_session_displaces_the_oldest() =>
        Given([.. Enumerable.Range(2, 9).Select(Opened)])
            .When(c => CustomerDecisions.SignIn(c, null, Terms, New(11), [], Policy, Noon.AddMinutes(11)))
            .Then(Closed(1, SessionEnd.Displaced, Noon.AddMinutes(11)), Opened(11));

    [Fact]
    public void P16_an_expired_session_makes_room_before_a_live_one() =>
        Given([.. Enumerable.Range(2, 9).Select(Opened)])
            .When(c => CustomerDecisions.SignIn(c, null, Terms, New(11), [SessionId(7)], Policy, Noon.AddMinutes(11)))
            .Then(Closed(7, SessionEnd.Expired, Noon.AddMinutes(11)), Opened(11));

    [Fact]
    public void P16_a_lower_limit_displaces_as_many_as_it_takes() =>
        Given(Opened(2), Opened(3))
            .When(c => CustomerDecisions.SignIn(c, null, Terms, New(4), [], new SessionPolicy { Most = 2 }, Noon.AddMinutes(4)))
            .Then(Closed(1, SessionEnd.Displaced, Noon.AddMinutes(4)), Closed(2, SessionEnd.Displaced, Noon.AddMinutes(4)), Opened(4));

    [Fact]
    public void S33_closing_one_session_leaves_the_others_alone()
    {
        var before = Given(Opened(2), Opened(3));
        before.When(c => CustomerDecisions.CloseSession(c, SessionId(2), SessionEnd.ClosedElsewhere, Noon))
            .Then(Closed(2, SessionEnd.ClosedElsewhere, Noon));
        Customer.Evolve(before.State, Closed(2, SessionEnd.ClosedElsewhere, Noon))!.Sessions.Select(s => s.SessionId)
            .Should().Equal(SessionId(1), SessionId(3));
    }

    [Fact]
    public void S33_a_session_that_is_not_open_cannot_be_closed() =>
        Given(Closed(1, SessionEnd.SignedOut, Noon))
            .When(c => CustomerDecisions.CloseSession(c, SessionId(1), SessionEnd.SignedOut, Noon)).ThenRefused("auth.session-unknown");

    [Fact]
    public void S33_all_others_are_closed_and_this_one_stays() =>
        Given(Opened(2), Opened(3)).When(c => CustomerDecisions.CloseOtherSessions(c, SessionId(2), Noon))
            .Then(Closed(1, SessionEnd.ClosedElsewhere, Noon), Closed(3, SessionEnd.ClosedElsewhere, Noon));

    [Fact]
    public void S33_without_others_there_is_nothing_to_close() =>
        Given().When(c => CustomerDecisions.CloseOtherSessions(c, SessionId(1), Noon)).ThenNothing();

    [Theory]
    [InlineData(0, 30)]
    [InlineData(59, 89)]
    [InlineData(60, 90)]
    [InlineData(61, 90)]
    [InlineData(89, 90)]
    public void P16_a_session_lives_thirty_days_from_its_last_use_and_ninety_in_all(int lastSeenOnDay, int expiresOnDay) =>
        Policy.ExpiryOf(Noon, Noon.AddDays(lastSeenOnDay)).Should().Be(Noon.AddDays(expiresOnDay));

    [Fact]
    public void P16_however_people_sign_in_and_out_there_are_at_most_ten_sessions() =>
        Gen.Select(Gen.Int[0, 30], Gen.Int[0, 2]).Array[0, 60].Sample(steps =>
        {
            var (customer, minute) = (Given().State!, 1);
            foreach (var (session, act) in steps)
            {
                var now = Noon.AddMinutes(++minute);
                var decision = act switch
                {
                    0 => CustomerDecisions.CloseSession(customer, SessionId(session), SessionEnd.SignedOut, now),
                    1 => CustomerDecisions.SignIn(customer, null, Terms, New(session), [SessionId(session + 1)], Policy, now),
                    _ => CustomerDecisions.SignIn(customer, null, Terms, New(session), [], Policy, now),
                };
                customer = decision.Events.Aggregate(customer, (c, e) => Customer.Evolve(c, e)!);
                if (customer.Sessions.Count > Policy.Most) return false;
            }

            return true;
        });

    [Fact]
    public void Any_events_in_any_order_fold_without_a_fault()
    {
        CustomerEvent[] all =
        [
            new CustomerRegistered(CustomerId, Phone, Noon), new TermsAccepted(CustomerId, Terms, Noon),
            Opened(1), Opened(2), Closed(1, SessionEnd.Expired, Noon), Closed(2, SessionEnd.Displaced, Noon),
        ];
        Gen.Int[0, all.Length - 1].Select(i => all[i]).Array[0, 20].Sample(events =>
        {
            var customer = events.Aggregate(default(Customer), Customer.Evolve);
            return customer is null == !events.OfType<CustomerRegistered>().Any()
                && (customer?.Sessions.Select(s => s.SessionId).Distinct().Count() ?? 0) == (customer?.Sessions.Count ?? 0);
        });
    }
}
