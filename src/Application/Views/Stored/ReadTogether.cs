using System.Collections.Concurrent;

namespace Marketplace.Application.Views.Stored;

/// <summary>
/// Reads for many callers in one statement (ADR 0012). Whoever asks while a read is under way is in the next one; with nobody waiting a
/// read is for one caller at once. What a caller is told was read after it had asked, so it is never older than what a read of its own
/// would have found.
/// </summary>
/// <typeparam name="TKey">What is asked for.</typeparam>
/// <typeparam name="TFound">What is found for one key.</typeparam>
/// <param name="read">Reads for all keys, and answers in their order.</param>
/// <param name="workers">How many reads are under way at once.</param>
/// <param name="most">The most keys of one read.</param>
public sealed class ReadTogether<TKey, TFound>(Func<IReadOnlyList<TKey>, Task<IReadOnlyList<TFound>>> read, int workers = 2, int most = 64) : IThreadPoolWorkItem
{
    private readonly ConcurrentQueue<Waiting> queue = new();
    private int working;

    /// <summary>Reads it.</summary>
    public Task<TFound> ReadAsync(TKey key, CancellationToken cancellation)
    {
        var waiting = new Waiting(key);
        queue.Enqueue(waiting);
        // Not on this caller's time, and without what flows along with it: the worker goes on for others.
        if (TryBegin()) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return waiting.Task.WaitAsync(cancellation);
    }

    void IThreadPoolWorkItem.Execute() => _ = WorkAsync();

    private bool TryBegin()
    {
        var now = Volatile.Read(ref working);
        while (now < workers)
        {
            if (Interlocked.CompareExchange(ref working, now + 1, now) is var before && before == now) return true;
            now = before;
        }

        return false;
    }

    private async Task WorkAsync()
    {
        var batch = new List<Waiting>(most);
        do
        {
            while (Take(batch)) await AnswerAsync(batch);
            Interlocked.Decrement(ref working);
            // Who came between the last look and the line before found no free worker, and nobody else will see to it.
        }
        while (!queue.IsEmpty && TryBegin());
    }

    private bool Take(List<Waiting> batch)
    {
        batch.Clear();
        while (batch.Count < most && queue.TryDequeue(out var waiting)) batch.Add(waiting);
        return batch.Count > 0;
    }

    private async Task AnswerAsync(List<Waiting> batch)
    {
        try
        {
            var found = await read(batch.ConvertAll(w => w.Key));
            for (var i = 0; i < batch.Count; i++) batch[i].SetResult(found[i]);
        }
        catch (Exception e)
        {
            // The database's fault, which is everybody's; what is wrong with one row is found by who reads it.
            foreach (var waiting in batch) waiting.TrySetException(e);
        }
    }

    // Each caller goes on by itself: the worker's next read does not wait for what they do with this one.
    private sealed class Waiting(TKey key) : TaskCompletionSource<TFound>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public TKey Key => key;
    }
}
