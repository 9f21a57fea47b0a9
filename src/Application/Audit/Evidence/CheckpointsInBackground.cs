using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Marketplace.Application.Audit.Evidence;

/// <summary>
/// Signs every 10 seconds, or sooner when a thousand leaves wait, and copies what was signed to the anchor file. A contradiction
/// ends the signing and not the host: whoever tampered must not be able to close the shop with it.
/// </summary>
internal sealed partial class CheckpointsInBackground(
    Checkpoints checkpoints, Anchor anchor, AuditOptions options, TimeProvider clock, ILogger<CheckpointsInBackground> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    // Another host has the anchor file for a moment. Whoever has it for so many rounds hangs, or means to keep us from comparing.
    private const int RoundsWithoutTurn = 30;

    private long followedAt = clock.GetTimestamp();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery < options.Every ? LookEvery : options.Every, clock);
        var (lastAt, failed) = (clock.GetTimestamp(), false);
        while (await TickAsync(timer, stoppingToken))
        {
            var due = clock.GetElapsedTime(lastAt) >= options.Every;
            if (!due && failed) continue;
            failed = !await TryRoundAsync(due, stoppingToken);
            if (due || failed) lastAt = clock.GetTimestamp();
        }
    }

    private async Task<bool> TryRoundAsync(bool due, CancellationToken stopping)
    {
        try
        {
            // Before anything is signed: of a history that was cut or rewritten as a whole nothing but that file knows.
            if (!await FollowAsync(stopping)) return false;
            var signed = await checkpoints.SignAsync(due ? 1 : options.Leaves, stopping);
            if (signed is null) return true;
            // What is left is a backlog.
            while (signed is not null) signed = await checkpoints.SignAsync(options.Leaves, stopping);
            return await FollowAsync(stopping);
        }
        catch (HistoryStoppedException stopped)
        {
            LogStopped(logger, stopped.Message);
        }
        catch (Exception e)
        {
            if (!stopping.IsCancellationRequested) LogFailed(logger, e);
        }

        return false;
    }

    /// <returns>Whether the file has been compared not too long ago.</returns>
    private async Task<bool> FollowAsync(CancellationToken stopping)
    {
        if (await anchor.FollowAsync(stopping) is not null) followedAt = clock.GetTimestamp();
        else if (clock.GetElapsedTime(followedAt) > RoundsWithoutTurn * options.Every)
        {
            LogNoTurn(logger, options.AnchorFile);
            return false;
        }

        return true;
    }

    private static async Task<bool> TickAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(LogLevel.Critical, "TAMPER ALARM: no checkpoint is signed any more. {Finding}")]
    private static partial void LogStopped(ILogger logger, string finding);

    [LoggerMessage(LogLevel.Warning, "No checkpoint is signed: {AnchorFile} has been in the hands of another process for long. Look who holds the .lock beside it.")]
    private static partial void LogNoTurn(ILogger logger, string anchorFile);

    [LoggerMessage(LogLevel.Warning, "A checkpoint could not be signed or anchored; it is tried again.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
