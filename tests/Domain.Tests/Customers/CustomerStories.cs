using Marketplace.Domain.Customers;
using Xunit;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Customers;

public class CustomerStories
{
    [Fact]
    public void S1_to_S7_the_life_of_a_customer()
    {
        var story = new Story<Customer, CustomerEvent>(Customer.Evolve, Facts, Standing);
        story
            .Tell(Noon, _ => CustomerDecisions.Register(CustomerId, CustomerLife.Phone, null, "2026-01", CustomerLife.New(1), Noon))
            .Tell(At(1), _ => CustomerDecisions.Register(CustomerId, CustomerLife.Phone, "2026-01", "2026-01", CustomerLife.New(1), At(1)))
            .Tell(At(2), c => SignIn(c, 2, null, "2026-01"))
            .Tell(At(3), c => SignIn(c, 2, null, "2026-01"))
            .Tell(At(4), c => SignIn(c, 3, null, "2026-12"))
            .Tell(At(5), c => SignIn(c, 3, "2026-12", "2026-12"))
            .Tell(At(6), c => CustomerDecisions.CloseSession(c, CustomerLife.SessionId(2), SessionEnd.ClosedElsewhere, At(6)))
            .Tell(At(7), c => CustomerDecisions.CloseSession(c, CustomerLife.SessionId(2), SessionEnd.ClosedElsewhere, At(7)));
        for (var n = 4; n <= 12; n++)
        {
            var session = n;
            story.Tell(At(session + 4), c => SignIn(c, session, null, "2026-12"));
        }

        story
            .Tell(At(20), c => CustomerDecisions.CloseOtherSessions(c, CustomerLife.SessionId(12), At(20)))
            .Tell(At(21), c => CustomerDecisions.CloseSession(c, CustomerLife.SessionId(12), SessionEnd.SignedOut, At(21)));
        Snapshots.Match(story.ToString(), "the life of a customer");
    }

    private static Decision<CustomerEvent> SignIn(Customer customer, int session, string? accepted, string current) =>
        CustomerDecisions.SignIn(customer, accepted, current, CustomerLife.New(session), [], CustomerLife.Policy, At(session));

    private static DateTimeOffset At(int minutes) => Noon.AddMinutes(minutes);

    private static string Facts(CustomerEvent happened) => happened switch
    {
        CustomerRegistered e => $"phone {e.Phone}",
        TermsAccepted e => $"terms {e.Version}",
        SessionOpened e => $"session {Number(e.SessionId)} by {e.Method}",
        SessionClosed e => $"session {Number(e.SessionId)}, {e.Reason}",
        _ => "",
    };

    private static string Standing(Customer customer) =>
        $"terms {customer.TermsVersion ?? "none"}, sessions {string.Join(' ', customer.Sessions.Select(s => Number(s.SessionId)))}";

    private static int Number(Guid sessionId) => Enumerable.Range(1, 20).First(n => CustomerLife.SessionId(n) == sessionId);
}
