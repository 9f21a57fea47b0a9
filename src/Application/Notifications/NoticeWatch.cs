using Marten;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Coordinator = Marten.Events.Daemon.Coordination.IProjectionCoordinator;

namespace Marketplace.Application.Notifications;

/// <summary>
/// Starts the reading of events again when nobody reads. Two hosts that read at once, as after a long pause of one, notice it,
/// and the one whose transaction is refused stops for good; if that is the one whose turn it was, notices would stand still until
/// somebody restarts a host. A needless start harms nothing: the rows allow each notice once.
/// </summary>
public sealed class NoticeWatch(IDocumentStore store, Coordinator coordinator, ILogger<NoticeWatch> log) : BackgroundService
{
    private const string Shard = NoticeSubscription.Name + ":All";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    // In pauses. Whoever reads takes at most a second for a step; what a start has not cured is tried ever less often.
    private const int Shortest = 2;
    private const int Longest = 30;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (last, waited, patience) = (await TryReadAsync(stoppingToken), 0, Shortest);
        while (true)
        {
            await Task.Delay(Pause, stoppingToken);
            var now = await TryReadAsync(stoppingToken);
            var stands = now is { } n && last is { } l && n.Read == l.Read && l.Written > l.Read;
            (last, waited, patience) = (now, stands ? waited + 1 : 0, stands ? patience : Shortest);
            if (waited < patience) continue;
            await StartAsync(now!.Value.Read, stoppingToken);
            (waited, patience) = (0, Math.Min(patience * 2, Longest));
        }
    }

    private async Task StartAsync(long read, CancellationToken cancellation)
    {
        log.LogWarning("Events after {Read} are not read for notices; reading is started again here", read);
        try
        {
            var daemon = coordinator.DaemonForMainDatabase();
            await daemon.StopAgentAsync(Shard);
            await daemon.StartAgentAsync(Shard, cancellation);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            log.LogWarning("Reading could not be started: {Failure}", failure.GetType().Name);
        }
    }

    /// <summary>How far events are written and read; null while the database is away.</summary>
    private async Task<(long Written, long Read)?> TryReadAsync(CancellationToken cancellation)
    {
        try
        {
            await using var session = store.QuerySession();
            const string sql =
                $"select (select coalesce(max(seq_id), 0) from {MarketplaceStore.Schema}.mt_events), "
                + $"(select coalesce(max(last_seq_id), 0) from {MarketplaceStore.Schema}.mt_event_progression where name = '{Shard}')";
            await using var command = new Npgsql.NpgsqlCommand(sql);
            await using var row = await session.ExecuteReaderAsync(command, cancellation);
            return await row.ReadAsync(cancellation) ? (row.GetInt64(0), row.GetInt64(1)) : null;
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            log.LogWarning("The progress of notices cannot be seen: {Failure}", failure.GetType().Name);
            return null;
        }
    }
}
