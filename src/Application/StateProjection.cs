using JasperFx.Events;
using Marten.Events.Aggregation;

namespace Marketplace.Application;

/// <summary>
/// Lets the event store fold a stream with the state's own function, so that Domain needs no package. One class serves every
/// state; the function is handed over as a value and cannot be forgotten.
/// </summary>
/// <typeparam name="TState">The state.</typeparam>
/// <typeparam name="TEvent">The base of its events.</typeparam>
public abstract class StateProjection<TState, TEvent> : SingleStreamProjection<TState, Guid>
    where TState : class
    where TEvent : class
{
    private readonly Func<TState?, TEvent, TState?> evolve;

    /// <summary>Folds with that function.</summary>
    /// <param name="evolve">The fold.</param>
    /// <param name="only">The events that can change the state, when most of the stream's cannot: the others then cost nothing.</param>
    protected StateProjection(Func<TState?, TEvent, TState?> evolve, IEnumerable<Type>? only = null)
    {
        this.evolve = evolve;
        // For rebuilds alone, in which a view is folded from a stream's every event: many events at once, and a view is written when all of
        // them are in it, not after each of the store's 500.
        (Options.BatchSize, Options.MaximumHopperSize, Options.RebuildFlushThreshold) = (5_000, 20_000, 10_000);
        foreach (var type in only ?? EventTypes.Of<TEvent>()) IncludeType(type);
    }

    /// <inheritdoc />
    public override TState? Evolve(TState? snapshot, Guid id, IEvent e) => e.Data is TEvent happened ? evolve(snapshot, happened) : snapshot;
}
