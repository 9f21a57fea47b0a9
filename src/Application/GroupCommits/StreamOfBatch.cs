using System.Reflection;
using JasperFx.Events;

namespace Marketplace.Application.GroupCommits;

/// <summary>A stream as it stands in a batch: as it was loaded, and what the commands so far have made of it.</summary>
internal abstract class StreamOfBatch
{
    /// <summary>For one command: what it appends is kept apart until it is known that nothing refuses it.</summary>
    public abstract StreamOfCommand ForCommand();
}

/// <summary>A stream as one command has it.</summary>
internal abstract class StreamOfCommand
{
    /// <summary>Hands what the command appended over to the batch, each event in the envelope that the store keeps.</summary>
    public abstract void Keep(Func<object, IEvent> envelope);
}

/// <inheritdoc />
internal sealed class StreamOfBatch<TState>(Task<IEventStream<TState>> loading) : StreamOfBatch where TState : class
{
    private static readonly Func<TState?, object, TState?> Evolve = Fold();

    private TState? state;
    private bool touched;

    public TState? State => touched ? state : Loaded.Aggregate;

    /// <summary>The stream that the transaction saves.</summary>
    public IEventStream<TState> Loaded => loading.Result;

    public override StreamOfCommand ForCommand() => new Part(this);

    private void Append(List<object> events, Func<object, IEvent> envelope)
    {
        foreach (var happened in events)
        {
            (state, touched) = (Evolve(State, happened), true);
            Loaded.AppendOne(envelope(happened));
        }
    }

    // The state's own function, found by its name and shape as the projections use it.
    private static Func<TState?, object, TState?> Fold()
    {
        var evolve = typeof(TState).GetMethod("Evolve", BindingFlags.Public | BindingFlags.Static)
            ?? throw new InvalidOperationException($"{typeof(TState)} has no Evolve to fold with.");
        return (Func<TState?, object, TState?>)typeof(StreamOfBatch<TState>).GetMethod(nameof(Folding), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(evolve.GetParameters()[1].ParameterType).Invoke(null, [evolve])!;
    }

    private static Func<TState?, object, TState?> Folding<TEvent>(MethodInfo evolve)
    {
        var typed = evolve.CreateDelegate<Func<TState?, TEvent, TState?>>();
        return (state, happened) => typed(state, (TEvent)happened);
    }

    private sealed class Part(StreamOfBatch<TState> whole) : StreamOfCommand, IEventStream<TState>
    {
        private readonly List<object> appended = [];

        public TState? Aggregate { get; } = whole.State;

        public long? StartingVersion => whole.Loaded.CurrentVersion;

        public long? CurrentVersion => StartingVersion + appended.Count;

        public CancellationToken Cancellation => whole.Loaded.Cancellation;

        public Guid Id => whole.Loaded.Id;

        public string? Key => whole.Loaded.Key;

        // Of the command alone, and still without an envelope.
        public IReadOnlyList<IEvent> Events => throw new NotSupportedException("A grouped handler knows what it appends.");

        public bool AlwaysEnforceConsistency { get; set; }

        public void AppendOne(object @event) => appended.Add(@event);

        public void AppendMany(params object[] events) => appended.AddRange(events);

        public void AppendMany(IEnumerable<object> events) => appended.AddRange(events);

        // The batch saves once.
        public void TryFastForwardVersion() { }

        public override void Keep(Func<object, IEvent> envelope) => whole.Append(appended, envelope);
    }
}
