namespace Marketplace.Application.Customers.Sessions;

/// <summary>What a request has to know of the session that it comes from; nothing personal.</summary>
/// <param name="SessionId">The name of the session that may be shown.</param>
/// <param name="CustomerId">Who is signed in.</param>
/// <param name="CreatedAt">When it was opened.</param>
/// <param name="LastSeenAt">When it was used last, as far as that has been noted.</param>
public sealed record LiveSession(Guid SessionId, Guid CustomerId, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt)
{
    internal static LiveSession Of(Session session) => new(session.SessionId, session.CustomerId, session.CreatedAt, session.LastSeenAt);
}
