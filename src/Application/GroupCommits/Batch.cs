using JasperFx;
using JasperFx.Events;
using Marketplace.Application.Idempotency;
using Marten;
using Microsoft.Extensions.Logging;
using Weasel.Core;
using Wolverine.Marten.Publishing;
using Wolverine.Runtime;

namespace Marketplace.Application.GroupCommits;

/// <summary>
/// Commands that are decided one after the other and committed together: one round trip loads and locks their streams, one
/// saves what they appended, one commits.
/// </summary>
/// <param name="calls">The commands, with their callers.</param>
/// <param name="store">Where everything is.</param>
/// <param name="views">What is written together with events.</param>
/// <param name="sessions">Opens the one session.</param>
/// <param name="runtime">Sends what follows.</param>
/// <param name="services">What handlers ask for.</param>
/// <param name="patience">How long to wait for a stream that commands of others meet on; null to wait for none.</param>
/// <param name="logger">Hears of a batch that could not be saved.</param>
internal sealed partial class Batch(
    IReadOnlyList<GroupedCall> calls, IDocumentStore store, IReadOnlyList<InlineView> views, OutboxedSessionFactory sessions,
    IWolverineRuntime runtime, IServiceProvider services, TimeSpan? patience, ILogger logger)
{
    // The store numbers events itself; only another way of appending takes numbers out of a queue.
    private static readonly Queue<long> NoNumbers = new();

    private readonly Dictionary<Type, StreamsOfBatch> streams = [];
    private readonly Dictionary<GroupedHandler, object?> asked = [];
    private readonly List<(GroupedCall Call, object? Answer)> decided = [];
    private readonly List<StoredAnswer> kept = [];
    private readonly List<(GroupedCall Call, Exception Why)> failed = [];
    private readonly List<(GroupedCall Call, object Message)> follow = [];
    private readonly List<GroupedCall> alone = [];

    /// <summary>Carries them out. Each caller has been answered afterwards, except those whose commands must run by themselves.</summary>
    /// <returns>Those: because somebody else works on their wallet, or because the whole could not be saved.</returns>
    public async Task<IReadOnlyList<GroupedCall>> RunAsync()
    {
        try
        {
            var context = new MessageContext(runtime);
            await using var session = sessions.OpenSession(context);
            await session.BeginTransactionAsync(CancellationToken.None);
            var (locked, answers) = await LoadAsync(session);
            foreach (var call in calls) await TryDecideAsync(call, locked, answers, session);
            var ofBatch = context.CorrelationId;
            foreach (var (call, message) in follow)
            {
                context.CorrelationId = call.Correlation ?? ofBatch;
                await context.EnqueueCascadingAsync(message);
            }

            await AppendAsync(session);
            if (kept.Count > 0) session.QueueOperation(new KeepAnswersTogether(kept));
            if (decided.Count > 0) await session.SaveChangesAsync();
        }
        catch (Exception e) when (DatabaseAway.Caused(e))
        {
            // Committed or not, nobody here knows; the same key will tell.
            foreach (var call in calls) call.Fail(e);
            return [];
        }
        catch (Exception e) when (patience is not null && decided.Count == 0 && DatabaseAway.WaitedTooLong(e))
        {
            // Somebody keeps a stream that many want: those who want it go alone, and the others do not wait for them.
            return await new Batch(calls, store, views, sessions, runtime, services, null, logger).RunAsync();
        }
        catch (Exception e)
        {
            // Somebody was faster, or one of them cannot be saved. Which one, and why, each finds out by itself.
            LogAlone(logger, calls.Count, e);
            return [.. calls.Where(c => !c.IsOver)];
        }

        // Only now: what was refused was refused on what the others of the batch had left, and that counts since it is saved.
        foreach (var (call, answer) in decided) call.Answer(answer);
        foreach (var (call, why) in failed) call.Fail(why);
        return alone;
    }

    private async Task<(IReadOnlyDictionary<Guid, long> Locked, Dictionary<string, StoredAnswer> Answers)> LoadAsync(IDocumentSession session)
    {
        var wanted = calls.SelectMany(c => c.Handler.Streams.Zip(c.Ids, (s, ids) => ids.Select(id => (s.State, Locking: HowToLock(s), Id: id))).SelectMany(s => s)).ToHashSet();
        var batch = session.CreateBatchQuery();
        // First of all: what is read after it is read below the lock, or is newer than the version that the save will insist on.
        var skipped = Versions(Locking.Skipping);
        var waited = Versions(Locking.Waiting);
        var others = Versions(Locking.None);
        var keys = calls.Select(c => c.Key?.Id).OfType<string>().ToArray();
        var answers = keys.Length > 0 ? batch.LoadMany<StoredAnswer>().ById(keys) : Task.FromResult<IReadOnlyList<StoredAnswer>>([]);
        var questions = calls.GroupBy(c => c.Handler).Select(g => (g.Key, Answer: g.Key.AskAsync([.. g.Select(c => c.Command)], batch))).ToList();
        foreach (var (state, _, id) in wanted)
        {
            if (!streams.TryGetValue(state, out var ofState)) streams.Add(state, ofState = StreamsOfBatch.Of(state));
            ofState.Want(id);
        }

        foreach (var ofState in streams.Values) ofState.Load(store, session, batch);
        await batch.Execute();
        var locked = (await skipped).Concat(await waited).ToDictionary();
        var versions = await others;
        foreach (var (id, version) in locked) versions[id] = version;
        foreach (var ofState in streams.Values) await ofState.TakeAsync(versions);
        foreach (var (handler, answer) in questions) asked.Add(handler, await answer);
        return (locked, (await answers).ToDictionary(a => a.Id));

        Task<Dictionary<Guid, long>> Versions(Locking locking)
        {
            Guid[] ids = [.. wanted.Where(s => s.Locking == locking).Select(s => s.Id)];
            if (ids.Length == 0) return Task.FromResult<Dictionary<Guid, long>>([]);
            if (locking != Locking.Waiting) return batch.AddItem(new StreamVersions(ids, locking));
            _ = batch.AddItem(new LockPatience(patience!.Value));
            var versions = batch.AddItem(new StreamVersions(ids, locking));
            _ = batch.AddItem(new LockPatience(TimeSpan.Zero));
            return versions;
        }
    }

    private Locking HowToLock(StreamParameter stream) => (stream.IsLocked, stream.IsShared && patience is not null) switch
    {
        (false, _) => Locking.None,
        (true, false) => Locking.Skipping,
        (true, true) => Locking.Waiting,
    };

    private async Task TryDecideAsync(
        GroupedCall call, IReadOnlyDictionary<Guid, long> locked, Dictionary<string, StoredAnswer> answers, IDocumentSession session)
    {
        if (call.Key is { } key && answers.TryGetValue(key.Id, out var before)) call.AnswerAsBefore(before);
        else if (call.Cancellation.IsCancellationRequested) call.Fail(new OperationCanceledException(call.Cancellation));
        else if (call.Handler.Streams.Zip(call.Ids).Any(s => s.First.IsLocked && !s.Second.All(locked.ContainsKey))) alone.Add(call);
        else await DecideAsync(call, session);
    }

    private async Task DecideAsync(GroupedCall call, IDocumentSession session)
    {
        var parts = call.Handler.Streams.Zip(call.Ids, (s, ids) => streams[s.State].ForCommand(ids)).ToList();
        // A session of its own takes what it changes, so that a command which is refused halfway leaves nothing in the others' session.
        await using var own = store.LightweightSession();
        try
        {
            var (answer, messages) = await call.Handler.InvokeAsync(
                call.Command, [.. parts.Select((p, i) => p.Argument(call.Handler.Streams[i].IsShared))], asked[call.Handler], own, services, call.Cancellation);
            if (own.PendingChanges.Streams().Count > 0)
                throw new InvalidOperationException($"The handler of {call.Handler.Command} is grouped: it may append to the streams of its parameters only.");
            decided.Add((call, answer));
            follow.AddRange(messages.Select(m => (call, m)));
        }
        catch (CarriedOutAloneException)
        {
            alone.Add(call);
            return;
        }
        catch (Exception e) when (!DatabaseAway.Caused(e))
        {
            // A refusal, or a fault of this command alone: nothing of it has reached the others' session.
            failed.Add((call, e));
            return;
        }

        kept.AddRange(own.PendingChanges.InsertsFor<StoredAnswer>());
        foreach (var operation in own.PendingChanges.Operations().Where(o => o.DocumentType != typeof(StoredAnswer) || o.Role() != OperationRole.Insert))
            session.QueueOperation(operation);
        foreach (var part in parts) part.Keep(happened => Envelope(happened, call, session));
    }

    // As the store does it when it saves, but for all streams at once: events are numbered and appended, then the views follow.
    private async Task AppendAsync(IDocumentSession session)
    {
        List<StreamAction> appended = [.. streams.Values.SelectMany(s => s.Appended())];
        if (appended.Count == 0) return;
        foreach (var stream in appended)
        {
            stream.TenantId = session.TenantId;
            stream.PrepareEvents(stream.ExpectedVersionOnServer ?? 0, (IEventRegistry)store.Options.Events, NoNumbers, (IMetadataContext)session);
        }

        session.QueueOperation(new AppendTogether(appended));
        var written = new HashSet<Type>();
        foreach (var (state, ofState) in streams)
        {
            if (ofState.States(store) is not { } states) continue;
            session.QueueOperation(states);
            written.Add(state);
        }

        foreach (var view in views.Where(v => !written.Contains(v.Document))) await view.ApplyAsync(session, appended);
    }

    private static IEvent Envelope(object happened, GroupedCall call, IDocumentSession session)
    {
        var stored = session.Events.BuildEvent(happened);
        stored.CorrelationId = call.Correlation;
        return stored;
    }

    [LoggerMessage(LogLevel.Information, "A batch of {Count} commands could not be saved together; each is carried out alone.")]
    private static partial void LogAlone(ILogger logger, int count, Exception exception);
}
