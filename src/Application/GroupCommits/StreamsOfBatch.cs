using System.Collections.Concurrent;
using System.Reflection;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Services.BatchQuerying;
using IStorageOperation = Marten.Internal.Operations.IStorageOperation;

namespace Marketplace.Application.GroupCommits;

/// <summary>The streams of one kind of state in a batch: as they were loaded, and what the commands so far have made of them.</summary>
internal abstract class StreamsOfBatch
{
    private static readonly ConcurrentDictionary<Type, Func<StreamsOfBatch>> Makers = new();

    /// <summary>Says that this stream is needed.</summary>
    public abstract void Want(Guid stream);

    /// <summary>Asks for all of them, in the round trip of the batch; their versions are asked for before.</summary>
    public abstract void Load(IDocumentStore store, IDocumentSession session, IBatchedQuery batch);

    /// <summary>Takes what was answered.</summary>
    public abstract Task TakeAsync(IReadOnlyDictionary<Guid, long> versions);

    /// <summary>Streams as one command has them: what it appends is kept apart until it is known that nothing refuses it.</summary>
    public abstract StreamsOfCommand ForCommand(IReadOnlyList<Guid> wanted);

    /// <summary>What is to be appended if nobody else has appended meanwhile; streams that are not there yet are started.</summary>
    public abstract IEnumerable<StreamAction> Appended();

    /// <summary>Writes the states that what was appended has led to; null when there are none, or the store's projection must write them.</summary>
    public abstract IStorageOperation? States(IDocumentStore store);

    /// <summary>None yet, of that state.</summary>
    public static StreamsOfBatch Of(Type state) => Makers.GetOrAdd(state, static s =>
    {
        var maker = ConstructorInvoker.Create(typeof(StreamsOfBatch<>).MakeGenericType(s).GetConstructor([])!);
        return () => (StreamsOfBatch)maker.Invoke();
    })();
}

/// <summary>Streams of one kind as one command has them.</summary>
internal abstract class StreamsOfCommand
{
    /// <summary>What its handler is given: the stream, or a list of all of them.</summary>
    public abstract object Argument(bool list);

    /// <summary>Adds what the command appended to the batch, each event in the envelope that the store keeps.</summary>
    public abstract void Keep(Func<object, IEvent> envelope);
}

/// <inheritdoc />
internal sealed class StreamsOfBatch<TState> : StreamsOfBatch where TState : class
{
    private static readonly Func<TState?, object, TState?> Evolve = Fold();
    private static readonly Func<TState, Guid> IdOf = typeof(TState).GetProperty("Id")!.GetMethod!.CreateDelegate<Func<TState, Guid>>();

    private readonly Dictionary<Guid, Stream> streams = [];
    private Task<IReadOnlyList<TState>>? snapshots;

    public override void Want(Guid stream) => streams.TryAdd(stream, new Stream(stream));

    public override void Load(IDocumentStore store, IDocumentSession session, IBatchedQuery batch)
    {
        if (((DocumentStore)store).Options.Projections.TryFindAggregate(typeof(TState), out var projection) && projection.Lifecycle == ProjectionLifecycle.Inline)
        {
            snapshots = batch.LoadMany<TState>().ById(streams.Keys.ToArray());
        }
        else
        {
            foreach (var stream in streams.Values) stream.History = batch.Events.FetchStream(stream.Id);
        }
    }

    public override async Task TakeAsync(IReadOnlyDictionary<Guid, long> versions)
    {
        if (snapshots is not null)
        {
            foreach (var state in await snapshots) (streams[IdOf(state)].State, streams[IdOf(state)].HadState) = (state, true);
            foreach (var stream in streams.Values) stream.Version = versions.GetValueOrDefault(stream.Id);
            return;
        }

        foreach (var stream in streams.Values)
        {
            var history = await stream.History!;
            stream.Version = history.Count == 0 ? 0 : history[^1].Version;
            stream.State = history.Aggregate((TState?)null, (state, e) => Evolve(state, e.Data));
        }
    }

    public override StreamsOfCommand ForCommand(IReadOnlyList<Guid> wanted) => new Parts([.. wanted.Select(id => new Part(streams[id]))]);

    public override IEnumerable<StreamAction> Appended() => streams.Values.Where(s => s.Appended.Count > 0).Select(s => (s.Version == 0
        ? new StreamAction(s.Id, StreamActionType.Start) { AggregateType = typeof(TState) }
        : new StreamAction(s.Id, StreamActionType.Append) { ExpectedVersionOnServer = s.Version }).AddEvents(s.Appended));

    public override IStorageOperation? States(IDocumentStore store)
    {
        if (snapshots is null || WriteStatesTogether<TState>.TableOf(store.Options.FindOrResolveDocumentType(typeof(TState))) is not { } table) return null;
        // A stream that is new has no stored state yet, and the store makes it; one whose state has ended is the store's to delete.
        var changed = streams.Values.Where(s => s.Appended.Count > 0).ToList();
        return changed.Count == 0 || changed.Exists(s => !s.HadState || s.State is null)
            ? null
            : new WriteStatesTogether<TState>([.. changed.Select(s => (s.Id, s.State!, s.Version + s.Appended.Count))], table);
    }

    // The state's own function, found by its name and shape: the one that the projection is given too.
    private static Func<TState?, object, TState?> Fold()
    {
        var evolve = typeof(TState).GetMethod("Evolve", BindingFlags.Public | BindingFlags.Static)
            ?? throw new InvalidOperationException($"{typeof(TState)} has no Evolve to fold with.");
        return (Func<TState?, object, TState?>)typeof(StreamsOfBatch<TState>).GetMethod(nameof(Folding), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(evolve.GetParameters()[1].ParameterType).Invoke(null, [evolve])!;
    }

    private static Func<TState?, object, TState?> Folding<TEvent>(MethodInfo evolve) where TEvent : class
    {
        var typed = evolve.CreateDelegate<Func<TState?, TEvent, TState?>>();
        return (state, happened) => happened is TEvent ours ? typed(state, ours) : state;
    }

    private sealed class Stream(Guid id)
    {
        public Guid Id => id;

        public TState? State { get; set; }

        /// <summary>Whether its state is stored.</summary>
        public bool HadState { get; set; }

        /// <summary>Of the last event when it was loaded; 0 when there was none.</summary>
        public long Version { get; set; }

        public Task<IReadOnlyList<IEvent>>? History { get; set; }

        public List<IEvent> Appended { get; } = [];
    }

    private sealed class Parts(Part[] parts) : StreamsOfCommand
    {
        public override object Argument(bool list) => list ? parts : parts[0];

        public override void Keep(Func<object, IEvent> envelope)
        {
            foreach (var part in parts) part.Keep(envelope);
        }
    }

    private sealed class Part(Stream whole) : IEventStream<TState>
    {
        private readonly List<object> appended = [];

        public TState? Aggregate { get; } = whole.State;

        public long? StartingVersion => whole.Version + whole.Appended.Count;

        public long? CurrentVersion => StartingVersion + appended.Count;

        public CancellationToken Cancellation => CancellationToken.None;

        public Guid Id => whole.Id;

        public string? Key => null;

        // They have no envelopes yet, and a handler knows what it appends.
        public IReadOnlyList<IEvent> Events => throw new NotSupportedException("A grouped handler knows what it appends.");

        public bool AlwaysEnforceConsistency { get; set; }

        public void AppendOne(object @event) => appended.Add(@event);

        public void AppendMany(params object[] events) => appended.AddRange(events);

        public void AppendMany(IEnumerable<object> events) => appended.AddRange(events);

        // The batch saves once.
        public void TryFastForwardVersion() { }

        public void Keep(Func<object, IEvent> envelope)
        {
            foreach (var happened in appended)
            {
                whole.State = Evolve(whole.State, happened);
                whole.Appended.Add(envelope(happened));
            }
        }
    }
}
