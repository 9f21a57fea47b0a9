using System.Collections.Immutable;

namespace Marketplace.Domain.Customers;

/// <summary>A session that has been opened and not closed; it may have expired meanwhile.</summary>
public sealed record OpenSession(Guid SessionId, DateTimeOffset OpenedAt);

/// <summary>What decisions about an account need. Codes for its owner go to <see cref="Phone"/> and nowhere else (S36).</summary>
/// <param name="Id">The customer.</param>
/// <param name="Phone">The verified phone in E.164.</param>
/// <param name="TermsVersion">The terms accepted last.</param>
/// <param name="Sessions">Open sessions, the oldest first.</param>
public sealed record Customer(Guid Id, Pii<string> Phone, string? TermsVersion, ImmutableList<OpenSession> Sessions)
{
    /// <summary>The version of the stream that this state is the fold of.</summary>
    public long Version { get; init; }

    /// <summary>The state after one more event; an event that fits nothing changes nothing.</summary>
    public static Customer? Evolve(Customer? customer, CustomerEvent happened) => (customer, happened) switch
    {
        (null, CustomerRegistered e) => new Customer(e.CustomerId, e.Phone, null, []),
        (null, _) => null,
        ({ } c, TermsAccepted e) => c with { TermsVersion = e.Version },
        ({ } c, SessionOpened e) when !c.HasSession(e.SessionId) => c with { Sessions = c.Sessions.Add(new OpenSession(e.SessionId, e.OpenedAt)) },
        ({ } c, SessionClosed e) => c with { Sessions = c.Sessions.RemoveAll(s => s.SessionId == e.SessionId) },
        _ => customer,
    };

    /// <summary>Whether that session is open.</summary>
    public bool HasSession(Guid sessionId) => Sessions.Exists(s => s.SessionId == sessionId);
}
