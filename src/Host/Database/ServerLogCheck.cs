using Marketplace.Application.Privacy;
using Npgsql;

namespace Marketplace.Host.Database;

/// <summary>
/// Warns at the start when a server would write personal values into its own log: unless it is told to be terse, PostgreSQL names the
/// values of a violated key, and no erasure reaches that file.
/// </summary>
internal sealed partial class ServerLogCheck(NpgsqlDataSource store, VaultDatabase vault, ILogger<ServerLogCheck> log) : IHostedService
{
    private const string Wanted = "terse";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await CheckAsync(store, "Marketplace", cancellationToken);
        await CheckAsync(vault.Source, "Vault", cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task CheckAsync(NpgsqlDataSource server, string name, CancellationToken cancellation)
    {
        try
        {
            await using var command = server.CreateCommand("select current_setting('log_error_verbosity')");
            if (await command.ExecuteScalarAsync(cancellation) is string set && set != Wanted) LogTalkative(log, name, set);
        }
        catch (NpgsqlException)
        {
            // Whoever needs the database will say that it is away.
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "The server of ConnectionStrings:{Name} has log_error_verbosity = {Set}: its log may name personal values, which no erasure removes. Set it to terse (docs/operations.md, «Own server»).")]
    private static partial void LogTalkative(ILogger log, string name, string set);
}
