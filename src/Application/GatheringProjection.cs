using JasperFx.Events;
using Marten.Events.Projections;

namespace Marketplace.Application;

/// <summary>Lets the event store gather a view from some events of streams that have a view of their own: a return from its order's, a place in a queue from its product's.</summary>
/// <typeparam name="TView">The view.</typeparam>
/// <typeparam name="TEvent">The base of the streams' events.</typeparam>
public abstract class GatheringProjection<TView, TEvent> : MultiStreamProjection<TView, Guid>
    where TView : class
    where TEvent : class
{
    private readonly Func<TView?, TEvent, TView?> fold;

    /// <summary>Gathers with that function.</summary>
    protected GatheringProjection(Func<TView?, TEvent, TView?> fold) => this.fold = fold;

    /// <summary>Says which view such an event is about.</summary>
    protected void From<T>(Func<T, Guid> viewOf)
        where T : TEvent
    {
        Identity(viewOf);
        // A projection that names no events is offered every event of every stream.
        IncludeType<T>();
    }

    /// <inheritdoc />
    public override TView? Evolve(TView? snapshot, Guid id, IEvent e) => e.Data is TEvent happened ? fold(snapshot, happened) : snapshot;
}
