namespace Marketplace.Domain.Customers;

/// <summary>A session that is being opened.</summary>
public sealed record NewSession(Guid SessionId, SignInMethod Method, Pii<string>? Client);

/// <summary>How an account comes to be, and who is signed in to it (S1–S8, S33, P16).</summary>
public static class CustomerDecisions
{
    /// <summary>Creates the account and signs its owner in; the phone has just been proved (S2, S3, S5, S7).</summary>
    public static Decision<CustomerEvent> Register(
        Guid customerId, Pii<string> phone, string? acceptedTerms, string currentTerms, NewSession session, DateTimeOffset now)
    {
        if (acceptedTerms != currentTerms) return CustomerErrors.TermsNotAccepted(currentTerms);
        return Decision<CustomerEvent>.Of(
            new CustomerRegistered(customerId, phone, now),
            new TermsAccepted(customerId, currentTerms, now),
            Opened(customerId, session, now));
    }

    /// <summary>Signs the owner of an account in. Terms that changed since must be accepted anew (S5).</summary>
    /// <param name="customer">The account.</param>
    /// <param name="acceptedTerms">The version that was accepted with this request.</param>
    /// <param name="currentTerms">The version of today.</param>
    /// <param name="session">The session to open.</param>
    /// <param name="expired">Sessions that are open in the stream and have run out (P16).</param>
    /// <param name="policy">The numbers.</param>
    /// <param name="now">The time.</param>
    public static Decision<CustomerEvent> SignIn(
        Customer customer,
        string? acceptedTerms,
        string currentTerms,
        NewSession session,
        IReadOnlyCollection<Guid> expired,
        SessionPolicy policy,
        DateTimeOffset now)
    {
        if (customer.HasSession(session.SessionId)) return Decision<CustomerEvent>.Nothing;
        List<CustomerEvent> happened = [];
        if (customer.TermsVersion != currentTerms)
        {
            if (acceptedTerms != currentTerms) return CustomerErrors.TermsNotAccepted(currentTerms);
            happened.Add(new TermsAccepted(customer.Id, currentTerms, now));
        }

        happened.AddRange(MakeRoom(customer, expired, policy, now));
        happened.Add(Opened(customer.Id, session, now));
        return happened;
    }

    /// <summary>Closes one session and leaves the others alone (S33).</summary>
    public static Decision<CustomerEvent> CloseSession(Customer customer, Guid sessionId, SessionEnd reason, DateTimeOffset now) =>
        customer.HasSession(sessionId)
            ? new SessionClosed(customer.Id, sessionId, reason, now)
            : CustomerErrors.SessionUnknown;

    /// <summary>Closes all sessions but one (S33).</summary>
    public static Decision<CustomerEvent> CloseOtherSessions(Customer customer, Guid keptSessionId, DateTimeOffset now) =>
        customer.Sessions
            .Where(s => s.SessionId != keptSessionId)
            .Select(s => (CustomerEvent)new SessionClosed(customer.Id, s.SessionId, SessionEnd.ClosedElsewhere, now))
            .ToList();

    private static IEnumerable<SessionClosed> MakeRoom(
        Customer customer, IReadOnlyCollection<Guid> expired, SessionPolicy policy, DateTimeOffset now)
    {
        foreach (var gone in customer.Sessions.Where(s => expired.Contains(s.SessionId)))
        {
            yield return new SessionClosed(customer.Id, gone.SessionId, SessionEnd.Expired, now);
        }

        var live = customer.Sessions.Where(s => !expired.Contains(s.SessionId)).OrderBy(s => s.OpenedAt).ToList();
        foreach (var oldest in live.Take(live.Count + 1 - policy.Most))
        {
            yield return new SessionClosed(customer.Id, oldest.SessionId, SessionEnd.Displaced, now);
        }
    }

    private static SessionOpened Opened(Guid customerId, NewSession session, DateTimeOffset now) =>
        new(customerId, session.SessionId, session.Method, session.Client, now);
}
