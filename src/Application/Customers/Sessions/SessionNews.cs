using System.Diagnostics;
using Marten;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Marketplace.Application.Customers.Sessions;

/// <summary>
/// Listens to the database for sessions that any host ends, and asks it several times a second whether that was all: an answer
/// comes behind everything that was told before the question. So a connection that died without a word, or a database that hangs,
/// costs the trust in what is remembered within <see cref="SessionCacheOptions.TrustedFor"/>, not within a time-out of the network.
/// </summary>
public sealed partial class SessionNews(IDocumentStore store, SessionCache cache, SessionCacheOptions options, ILogger<SessionNews> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // Seconds; what hangs longer is begun anew. The trust is gone before.
    private const int Patience = 2;

    /// <inheritdoc />
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
            catch (Exception e) when (e is NpgsqlException or InvalidOperationException or IOException or TimeoutException)
            {
                cache.Deaf();
                LogDeaf(log, e.GetType().Name);
                await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellation)
    {
        await using var connection = await store.OpenAsync(cancellation);
        connection.Notification += (_, news) => Heard(news.Payload);
        try
        {
            await ExecuteAsync(connection, $"listen {SessionSchema.Channel}", cancellation);
            if (!await SessionSchema.IsThereAsync(connection, cancellation)) throw new InvalidOperationException("The trigger that tells of ended sessions is missing.");
            // What was told before nobody here has heard.
            cache.ForgetAll();
            await using var question = new NpgsqlCommand("select 1", connection) { CommandTimeout = Patience };
            while (true)
            {
                var asked = Stopwatch.GetTimestamp();
                await question.ExecuteNonQueryAsync(cancellation);
                cache.HeardAll(asked);
                await connection.WaitAsync(options.AskEvery, cancellation);
            }
        }
        finally
        {
            cache.Deaf();
            // It comes from the pool and goes back to it.
            if (connection.FullState == System.Data.ConnectionState.Open) await ExecuteAsync(connection, $"unlisten {SessionSchema.Channel}", CancellationToken.None);
        }
    }

    private void Heard(string customer)
    {
        if (Guid.TryParse(customer, out var customerId)) cache.Forget(customerId);
        else cache.ForgetAll();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = Patience };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    [LoggerMessage(LogLevel.Warning, "The database cannot be listened to ({Exception}): until it can, every request looks its session up in the database.")]
    private static partial void LogDeaf(ILogger log, string exception);
}
