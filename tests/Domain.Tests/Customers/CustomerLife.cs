using Marketplace.Domain.Customers;
using static Marketplace.Domain.Tests.Known;

namespace Marketplace.Domain.Tests.Customers;

/// <summary>An account as most tests need it.</summary>
internal static class CustomerLife
{
    public const string Terms = "2026-01";
    public static readonly Pii<string> Phone = new(CustomerId, "phone", "+79161234567");
    public static readonly SessionPolicy Policy = new();

    /// <summary>An account with its first session, and what happened since.</summary>
    public static Given<Customer, CustomerEvent> Given(params CustomerEvent[] since) =>
        Scenario.Given<Customer, CustomerEvent>(
            Customer.Evolve, [new CustomerRegistered(CustomerId, Phone, Noon), new TermsAccepted(CustomerId, Terms, Noon), Opened(1), .. since]);

    /// <summary>The n-th session, opened n minutes after noon.</summary>
    public static CustomerEvent Opened(int n) =>
        new SessionOpened(CustomerId, SessionId(n), SignInMethod.PhoneCode, null, Noon.AddMinutes(n));

    public static CustomerEvent Closed(int n, SessionEnd reason, DateTimeOffset at) => new SessionClosed(CustomerId, SessionId(n), reason, at);

    public static NewSession New(int n) => new(SessionId(n), SignInMethod.PhoneCode, null);

    public static Guid SessionId(int n) => Id($"session {n}");
}
