using System.Threading.Channels;
using Marten;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Wolverine.Marten.Publishing;
using Wolverine.Runtime;

namespace Marketplace.Application.GroupCommits;

/// <summary>
/// Decides and commits commands of many customers together (ADR 0011). Whoever waits while a batch is under way makes up the next
/// one; with nobody waiting a command is a batch of its own at once. Each caller has its own answer: a refusal, a fault or a lost
/// race of one command costs the others nothing, or one try more.
/// </summary>
public sealed class GroupCommit : BackgroundService
{
    private readonly IDocumentStore store;
    private readonly OutboxedSessionFactory sessions;
    private readonly IWolverineRuntime runtime;
    private readonly IServiceProvider services;
    private readonly GroupCommitOptions options;
    private readonly ILogger logger;
    private readonly Lazy<IReadOnlyList<InlineView>> views;
    private readonly Channel<GroupedCall>[] queues;

    /// <summary>Made by the host.</summary>
    public GroupCommit(
        IDocumentStore store, OutboxedSessionFactory sessions, IWolverineRuntime runtime, IServiceProvider services, GroupCommitOptions options, ILogger<GroupCommit> logger)
    {
        (this.store, this.sessions, this.runtime, this.services, this.options, this.logger) = (store, sessions, runtime, services, options, logger);
        views = new(() => InlineView.AllOf((DocumentStore)store));
        queues = [.. Enumerable.Range(0, options.Workers + 1).Select(_ => Channel.CreateUnbounded<GroupedCall>(new UnboundedChannelOptions { SingleReader = true }))];
    }

    /// <summary>Whether commands of this type are carried out in groups.</summary>
    public static bool Takes(Type command) => GroupedHandler.Of(command) is not null;

    /// <summary>Whether this command is carried out in a group.</summary>
    public static bool Takes(object command) => command is not ISometimesAlone { GoesAlone: true } && Takes(command.GetType());

    /// <summary>Carries a command out, together with whatever else is waiting. A caller who cancels while it is under way does not learn what became of it; its key tells.</summary>
    /// <exception cref="RefusedException">Its decision is a refusal.</exception>
    /// <exception cref="ArgumentException">Its handler is not marked <see cref="GroupedAttribute"/>, or it goes alone.</exception>
    public Task<Grouped<TAnswer>> InvokeAsync<TAnswer>(object command, CancellationToken cancellation)
    {
        if (!Takes(command)) throw new ArgumentException($"{command.GetType()} is not grouped, or this one goes alone.", nameof(command));
        var handler = GroupedHandler.Of(command.GetType())!;
        var call = new GroupedCall<TAnswer>(command, handler, cancellation);
        // One wallet, one worker: its commands stay in order and never race each other. Commands that meet on streams of others have the last
        // worker for themselves: there they wait for nobody of this host, and nobody else waits for those whom they wait for.
        var worker = handler.Shares ? options.Workers : (int)((uint)call.LockedStream.GetHashCode() % (uint)options.Workers);
        if (!queues[worker].Writer.TryWrite(call))
            throw new OperationCanceledException("The host is stopping.");
        return call.Done.WaitAsync(cancellation);
    }

    /// <summary>Takes no more commands and ends when those that wait have been answered.</summary>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var queue in queues) queue.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(queues.Select(q => Task.Run(() => WorkAsync(q.Reader), CancellationToken.None)));

    private async Task WorkAsync(ChannelReader<GroupedCall> waiting)
    {
        var calls = new List<GroupedCall>(options.LargestBatch);
        var later = new Queue<GroupedCall>();
        var gone = new List<Task>();
        while (later.Count > 0 || await waiting.WaitToReadAsync())
        {
            // Who was answered just now comes back first, so that what is asked next is in this batch and not in the one after (0018).
            await Task.Yield();
            Take(waiting, later, calls);
            var alone = await new Batch(calls, store, views.Value, sessions, runtime, services, options.Patience, logger).RunAsync();
            // They wait for locks, so the next batch does not wait for them.
            gone.RemoveAll(t => t.IsCompleted);
            gone.AddRange(alone.Select(call => Task.Run(() => call.RunAloneAsync(new MessageBus(runtime) { CorrelationId = call.Correlation }))));
        }

        await Task.WhenAll(gone);
    }

    // The same request twice is never in one batch: the second must find the answer of the first.
    private void Take(ChannelReader<GroupedCall> waiting, Queue<GroupedCall> later, List<GroupedCall> calls)
    {
        calls.Clear();
        var keys = new HashSet<string>();
        for (var old = later.Count; old > 0; old--) Add(later.Dequeue());
        while (calls.Count < options.LargestBatch && waiting.TryRead(out var call)) Add(call);

        void Add(GroupedCall call)
        {
            if (calls.Count < options.LargestBatch && (call.Key is null || keys.Add(call.Key.Id))) calls.Add(call);
            else later.Enqueue(call);
        }
    }
}
