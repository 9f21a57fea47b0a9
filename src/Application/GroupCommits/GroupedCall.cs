using System.Diagnostics;
using Marketplace.Application.Idempotency;

namespace Marketplace.Application.GroupCommits;

/// <summary>What became of a command: its answer, or what was answered when the same request came before.</summary>
/// <param name="Answer">The handler's answer; nothing when <paramref name="Before"/> is there.</param>
/// <param name="Before">The answer kept for this key; the command was not carried out again.</param>
public readonly record struct Grouped<TAnswer>(TAnswer? Answer, StoredAnswer? Before);

/// <summary>A command that waits for its batch, and its caller who waits for the answer.</summary>
internal abstract class GroupedCall(object command, GroupedHandler handler, CancellationToken cancellation)
{
    public object Command { get; } = command;

    public GroupedHandler Handler { get; } = handler;

    public CancellationToken Cancellation { get; } = cancellation;

    public RequestKey? Key { get; } = handler.KeyOf(command);

    /// <summary>The trace of the request: what it appends is found by it.</summary>
    public string? Correlation { get; } = Activity.Current?.RootId;

    /// <summary>The ids of its streams, for each parameter of its handler that is one. Some commands reckon them out, so they are asked once.</summary>
    public IReadOnlyList<IReadOnlyList<Guid>> Ids { get; } = [.. handler.Streams.Select(s => s.IdsOf(command))];

    /// <summary>The stream that keeps its commands in order.</summary>
    public Guid LockedStream => Ids[0][0];

    /// <summary>Whether its caller has been answered.</summary>
    public abstract bool IsOver { get; }

    public abstract void Answer(object? answer);

    public abstract void AnswerAsBefore(StoredAnswer before);

    public abstract void Fail(Exception exception);

    /// <summary>Carries it out by itself, in a transaction of its own, as any other command.</summary>
    public abstract Task RunAloneAsync(Wolverine.IMessageBus bus);
}

/// <inheritdoc />
internal sealed class GroupedCall<TAnswer>(object command, GroupedHandler handler, CancellationToken cancellation) : GroupedCall(command, handler, cancellation)
{
    // The caller goes on in a thread of its own: the batch has others to answer.
    private readonly TaskCompletionSource<Grouped<TAnswer>> done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<Grouped<TAnswer>> Done => done.Task;

    public override bool IsOver => done.Task.IsCompleted;

    public override void Answer(object? answer) => done.TrySetResult(new Grouped<TAnswer>((TAnswer?)answer, null));

    public override void AnswerAsBefore(StoredAnswer before) => done.TrySetResult(new Grouped<TAnswer>(default, before));

    public override void Fail(Exception exception)
    {
        if (exception is OperationCanceledException && Cancellation.IsCancellationRequested) done.TrySetCanceled(Cancellation);
        else done.TrySetException(exception);
    }

    public override async Task RunAloneAsync(Wolverine.IMessageBus bus)
    {
        try
        {
            Answer(await bus.InvokeAsync<TAnswer>(Command, Cancellation));
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }
}
