using System.Diagnostics;
using System.Text.Json;
using Marketplace.Application;
using Marketplace.Application.GroupCommits;
using Marketplace.Application.Idempotency;
using Marten;
using Wolverine;

namespace Marketplace.Host.Http;

/// <summary>
/// Carries out a request that must have one effect, however often it is sent (I10, X33): a repeat is answered with what was
/// answered first, and only a request that is new reaches its handler.
/// </summary>
/// <param name="accessor">The request.</param>
/// <param name="store">Where answers are.</param>
/// <param name="bus">Where commands go.</param>
/// <param name="group">Where those go that are committed together.</param>
/// <param name="options">The longest key.</param>
/// <param name="clock">How long ago an answer was written.</param>
public sealed class Once(IHttpContextAccessor accessor, IDocumentStore store, IMessageBus bus, GroupCommit group, IdempotencyOptions options, TimeProvider clock)
{
    /// <summary>Tells that an answer is a repeat.</summary>
    internal const string ReplayedHeader = "Idempotency-Replayed";

    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(50);

    // Well below the request's own time-out, so that the repeat still answers something.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Carries it out, or repeats the first answer.</summary>
    /// <typeparam name="TCommand">The command; its handler keeps the answer with <see cref="Answers"/>.</typeparam>
    /// <typeparam name="TAnswer">What the handler answers.</typeparam>
    /// <param name="subject">The customer whose request it is; <see cref="RequestKey.House"/> for staff and for nobody.</param>
    /// <param name="command">Makes the command.</param>
    /// <param name="result">Makes the response; it must depend on the answer alone, because a repeat makes it again.</param>
    public async Task<IResult> RunAsync<TCommand, TAnswer>(Guid subject, Func<RequestKey, TCommand> command, Func<TAnswer, IResult> result)
        where TCommand : notnull
    {
        var http = accessor.HttpContext ?? throw new InvalidOperationException("There is no request.");
        if (RequestKeys.FaultOf(http, options) is { } fault) return Problems.Of(fault);
        var key = RequestKeys.Of(http, subject);
        try
        {
            var (answer, before) = await InvokeAsync<TAnswer>(command(key), key, http.RequestAborted);
            return before is null ? result(answer!) : await RepeatAsync(key, before, result, http.RequestAborted);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The same request at the same moment may have been first: its row stopped this one, or what it did made the decision
            // a refusal, or the commit was done although the connection broke. Whatever the reason, its answer is the answer.
            if (await TryFindAsync(key, http.RequestAborted) is not { } first) throw;
            return await RepeatAsync(key, first, result, http.RequestAborted);
        }
    }

    // A group looks for all the keys of a batch at once.
    private async Task<Grouped<TAnswer>> InvokeAsync<TAnswer>(object command, RequestKey key, CancellationToken cancellation)
    {
        if (GroupCommit.Takes(command)) return await group.InvokeAsync<TAnswer>(command, cancellation);
        return await FindAsync(key, cancellation) is { } before
            ? new Grouped<TAnswer>(default, before)
            : new Grouped<TAnswer>(await bus.InvokeAsync<TAnswer>(command, cancellation), null);
    }

    private async Task<IResult> RepeatAsync<TAnswer>(RequestKey key, StoredAnswer stored, Func<TAnswer, IResult> result, CancellationToken cancellation)
    {
        if (stored.Fingerprint != key.Fingerprint) return Problems.Of(RequestFaults.KeyReused);
        // The first request still waits for a provider. If its process died, its first answer is all there will be: how things
        // go on is then told by reading.
        var waited = Stopwatch.StartNew();
        while (!stored.IsFinal && waited.Elapsed < Patience && clock.GetUtcNow() - stored.AnsweredAt < RequestLimits.Timeout)
        {
            await Task.Delay(PollEvery, cancellation);
            stored = await FindAsync(key, cancellation) ?? stored;
        }

        if (stored.Body?.Value is not { } body) return Problems.Of(RequestFaults.AnswerGone);
        return new Replayed(result(JsonSerializer.Deserialize<TAnswer>(body, Answers.Json)!));
    }

    private async Task<StoredAnswer?> FindAsync(RequestKey key, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<StoredAnswer>(key.Id, cancellation);
    }

    // With the database away the first exception tells more than this one.
    private async Task<StoredAnswer?> TryFindAsync(RequestKey key, CancellationToken cancellation)
    {
        try
        {
            return await FindAsync(key, cancellation);
        }
        catch (Exception e) when (DatabaseAway.Caused(e))
        {
            return null;
        }
    }

    private sealed class Replayed(IResult inner) : IResult, INestedHttpResult
    {
        public IResult Result => inner;

        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers[ReplayedHeader] = "true";
            return inner.ExecuteAsync(httpContext);
        }
    }
}
