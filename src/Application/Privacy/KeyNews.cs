using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Marketplace.Application.Privacy;

/// <summary>
/// Listens to the vault for keys that any host destroys, so that no other host goes on reading by a key that it remembers.
/// While it cannot listen, what is remembered runs out by itself (<see cref="PrivacyOptions.CachedFor"/>).
/// </summary>
internal sealed partial class KeyNews(VaultDatabase database, IDataKeys keys, ILogger<KeyNews> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or InvalidOperationException or IOException)
            {
                LogDeaf(log, e.GetType().Name);
                await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellation)
    {
        await using var connection = database.CreateListener();
        connection.Notification += (_, news) =>
        {
            if (Guid.TryParse(news.Payload, out var subject)) keys.Forget(subject);
        };
        await connection.OpenAsync(cancellation);
        await using (var listen = new NpgsqlCommand($"listen {VaultDatabase.DestroyedKeys}", connection)) await listen.ExecuteNonQueryAsync(cancellation);
        // What was told before nobody here has heard.
        keys.ForgetAll();
        while (true) await connection.WaitAsync(cancellation);
    }

    [LoggerMessage(LogLevel.Warning, "The vault cannot be listened to ({Exception}): an erasure elsewhere is noticed here within half a minute instead of at once.")]
    private static partial void LogDeaf(ILogger log, string exception);
}
