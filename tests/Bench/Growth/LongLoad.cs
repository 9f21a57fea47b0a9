using System.Diagnostics;
using Marketplace.Application;
using Marketplace.Application.Notifications;
using Marketplace.Bench.Http;
using Marketplace.Bench.Measuring;
using Marketplace.Bench.Product;
using Npgsql;

namespace Marketplace.Bench.Growth;

/// <summary>Everything that customers do at once, for long, while somebody looks how the host bears it.</summary>
internal static class LongLoad
{
    private static readonly TimeSpan LookAtMemory = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookAtLag = TimeSpan.FromMilliseconds(100);

    private const string Lag = $"""
        select extract(epoch from clock_timestamp() - min(timestamp)) * 1000 from {MarketplaceStore.Schema}.mt_events
        where seq_id > (select last_seq_id from {MarketplaceStore.Schema}.mt_event_progression where name = '{NoticeSubscription.Name}:All')
        """;

    /// <param name="host">Who bears it; it sends notices.</param>
    /// <param name="shop">Its customers.</param>
    /// <param name="connectionString">Its database.</param>
    /// <param name="deeds">What they do, one after the other, each beginning with another.</param>
    /// <param name="time">For how long.</param>
    public static async Task<LoadResult> RunAsync(MeasuredHost host, Shop shop, string connectionString, IReadOnlyList<Deed> deeds, TimeSpan time)
    {
        var connections = await Task.WhenAll(Enumerable.Range(0, shop.Callers).Select(_ => LeanConnection.OpenAsync(host.Url)));
        await using var source = NpgsqlDataSource.Create(connectionString);
        var (memory, lags, began) = (new List<(TimeSpan, long)>(), new List<double>(), Stopwatch.StartNew());
        using var over = new CancellationTokenSource();
        var looking = Task.WhenAll(
            LookAsync(LookAtMemory, () =>
            {
                memory.Add((began.Elapsed, host.WorkingSetBytes));
                return Task.CompletedTask;
            }, over.Token),
            LookAsync(LookAtLag, async () => lags.Add(await LagAsync(source)), over.Token));
        var done = await Crowd.RunAsync(shop.Callers, time, (caller, turn) => deeds[(caller + turn) % deeds.Count](connections[caller], shop, caller, turn));
        await over.CancelAsync();
        await looking;
        foreach (var connection in connections) connection.Dispose();
        return new LoadResult(done.Elapsed, done.SortedTicks.Length, done.Failures, memory, lags);
    }

    private static async Task LookAsync(TimeSpan every, Func<Task> look, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            await look();
            await Task.Delay(every, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<double> LagAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand(Lag);
        return await command.ExecuteScalarAsync() is decimal milliseconds ? (double)milliseconds : 0;
    }
}
