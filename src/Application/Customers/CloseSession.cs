using JasperFx.Events;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marten;

namespace Marketplace.Application.Customers;

/// <summary>Closes one session of the customer (S33).</summary>
/// <param name="CustomerId">Who asks.</param>
/// <param name="SessionId">What to close.</param>
/// <param name="CurrentSessionId">The session that asks; closing that one is signing out.</param>
public sealed record CloseSession(Guid CustomerId, Guid SessionId, Guid CurrentSessionId);

/// <summary>Handles <see cref="CloseSession"/>.</summary>
public static class CloseSessionHandler
{
    /// <summary>Closes it. Someone else's answers like an unknown one.</summary>
    public static async Task Handle(CloseSession command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        var reason = command.SessionId == command.CurrentSessionId ? SessionEnd.SignedOut : SessionEnd.ClosedElsewhere;
        await SessionClosing.CloseAsync(
            session, command.CustomerId, c => CustomerDecisions.CloseSession(c, command.SessionId, reason, clock.GetUtcNow()), cancellation);
    }
}

/// <summary>Closes all sessions of the customer but the one that asks (S33).</summary>
public sealed record CloseOtherSessions(Guid CustomerId, Guid CurrentSessionId);

/// <summary>Handles <see cref="CloseOtherSessions"/>.</summary>
public static class CloseOtherSessionsHandler
{
    /// <summary>Closes them.</summary>
    public static Task Handle(CloseOtherSessions command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation) =>
        SessionClosing.CloseAsync(
            session, command.CustomerId, c => CustomerDecisions.CloseOtherSessions(c, command.CurrentSessionId, clock.GetUtcNow()), cancellation);
}

/// <summary>Keeps the rows of sessions in step with the events.</summary>
public static class SessionClosing
{
    /// <summary>Decides on the account, and deletes the rows of what was closed in the same transaction.</summary>
    /// <exception cref="RefusedException">The decision is a refusal.</exception>
    public static async Task CloseAsync(
        IDocumentSession session, Guid customerId, Func<Customer, Decision<CustomerEvent>> decide, CancellationToken cancellation)
    {
        await session.LockAsync(LiveSessions.LockOf(customerId), cancellation);
        IEventStream<Customer> stream = await session.Events.FetchForExclusiveWriting<Customer>(customerId, cancellation);
        var decision = decide(stream.Existing(CustomerErrors.SessionUnknown));
        stream.Append(decision);
        DeleteClosed(session, customerId, decision);
    }

    /// <summary>Deletes the rows of the sessions that a decision closes.</summary>
    internal static void DeleteClosed(IDocumentSession session, Guid customerId, Decision<CustomerEvent> decision)
    {
        foreach (var closed in decision.Events.OfType<SessionClosed>())
        {
            session.DeleteWhere<Session>(s => s.CustomerId == customerId && s.SessionId == closed.SessionId);
        }
    }
}
