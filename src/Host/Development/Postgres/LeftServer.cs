using System.Globalization;
using Npgsql;

namespace Marketplace.Host.Development.Postgres;

/// <summary>A server that a killed host left running on this very folder.</summary>
internal static class LeftServer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>The port of the one that runs as wanted. One that does not answer, or has other settings, is stopped first: null.</summary>
    public static async Task<int?> TakeOverAsync(
        ClusterFolder folder, ClusterServer server, ClusterDatabases databases, PrivateClusterOptions options, CancellationToken cancellation)
    {
        if (PostmasterFile.Read(folder.Cluster) is not { } file)
            return null;
        if (!await file.IsServedAsync(folder.Cluster, cancellation))
        {
            PostmasterFile.Disown(folder.Cluster);
            return null;
        }

        if (await RunsAsWantedAsync(folder, file, databases, options, cancellation))
            return file.Port;
        await server.StopAsync("fast");
        return null;
    }

    /// <summary>Ends the server of a folder that is about to be deleted.</summary>
    public static async Task KillAsync(string cluster, CancellationToken cancellation)
    {
        if (PostmasterFile.Read(cluster) is not { } file)
            return;
        var quit = ServerUser.Caller.Start("/bin/sh", "-c", "kill -QUIT \"$1\"", "sh", file.Pid.ToString(CultureInfo.InvariantCulture));
        for (var attempt = 0; attempt < 50 && await file.IsServedAsync(cluster, cancellation); attempt++)
        {
            if (attempt == 0)
                await Command.RunAsync(quit, Patience, cancellation);
            await Task.Delay(100, cancellation);
        }
    }

    private static async Task<bool> RunsAsWantedAsync(
        ClusterFolder folder, PostmasterFile file, ClusterDatabases databases, PrivateClusterOptions options, CancellationToken cancellation)
    {
        var until = DateTime.UtcNow + Patience;
        while (true)
        {
            try
            {
                await using var connection = await databases.OpenAsync(file.Port, cancellation);
                await using var command = new NpgsqlCommand(
                    "SELECT current_setting('fsync')::bool = $1 AND current_setting('max_connections')::int = $2", connection);
                command.Parameters.Add(new NpgsqlParameter { Value = options.Durable });
                command.Parameters.Add(new NpgsqlParameter { Value = options.MaxConnections });
                return (bool)(await command.ExecuteScalarAsync(cancellation))!;
            }
            // It may be recovering from a crash, or closing.
            catch (NpgsqlException e) when (e.SqlState != PostgresErrorCodes.InvalidPassword && DateTime.UtcNow < until)
            {
                if (!await file.IsServedAsync(folder.Cluster, cancellation))
                    return false;
                await Task.Delay(250, cancellation);
            }
            catch (NpgsqlException)
            {
                return false;
            }
        }
    }
}
