using JasperFx.Events;
using Marketplace.Domain;
using Marketplace.Domain.Customers;

namespace Marketplace.Application;

/// <summary>How a handler uses a stream that was loaded for writing.</summary>
public static class EventStreams
{
    /// <summary>The state to decide on; a stream that does not exist is refused as unknown.</summary>
    /// <exception cref="RefusedException">There is no such stream.</exception>
    public static TState Existing<TState>(this IEventStream<TState> stream, Rejection unknown) where TState : class =>
        stream.Aggregate ?? throw new RefusedException(unknown);

    /// <summary>The account to decide on; one that is being deleted or is erased takes no command any more.</summary>
    /// <exception cref="RefusedException">There is no such account, or its deletion is confirmed.</exception>
    // The compiler prefers this one for every customer's stream, so that no handler can forget it.
    public static Customer Existing(this IEventStream<Customer> stream, Rejection unknown)
    {
        var customer = stream.Aggregate ?? throw new RefusedException(unknown);
        return customer.IsLeaving ? throw new RefusedException(DeletionErrors.Deleted) : customer;
    }

    /// <summary>Gives a refusal to the caller before anything costly is done.</summary>
    /// <exception cref="RefusedException">The decision is a refusal.</exception>
    public static void ThrowIfRefused<TEvent>(this Decision<TEvent> decision)
    {
        if (decision.IsRefused) throw new RefusedException(decision.Rejection);
    }

    /// <summary>Appends what was decided, and says whether anything was.</summary>
    /// <exception cref="RefusedException">The decision is a refusal.</exception>
    public static bool Append<TState, TEvent>(this IEventStream<TState> stream, Decision<TEvent> decision)
        where TState : class
        where TEvent : class
    {
        decision.ThrowIfRefused();
        // One by one: a list handed over as one object would be stored as one event.
        foreach (var happened in decision.Events) stream.AppendOne(happened);
        return decision.Events.Count > 0;
    }
}
