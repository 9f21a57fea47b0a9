using System.Diagnostics;
using Marketplace.Host.Development.Postgres;
using Marketplace.Tests.Shared;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Marketplace.Host.Tests.Development;

/// <summary>A folder for the clusters of one test; gone at its end, with any server a failed test left.</summary>
internal sealed class ClusterTestFolder : IAsyncDisposable
{
    public string Path { get; } = ThrowAwayCluster.NewFolder();

    public string PidFile => System.IO.Path.Combine(Path, "cluster", "postmaster.pid");

    /// <summary>Not durable unless changed: waiting for the disk proves nothing here.</summary>
    public Task<PrivateCluster> StartAsync(Func<PrivateClusterOptions, PrivateClusterOptions>? change = null)
    {
        var options = new PrivateClusterOptions { DataFolder = Path, Durable = false };
        return PrivateCluster.StartAsync(change?.Invoke(options) ?? options, NullLogger.Instance);
    }

    public static async Task<object?> AskAsync(PrivateCluster cluster, string sql)
    {
        var builder = new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(builder.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Whether the process runs; a dead one that nobody waited for does not.</summary>
    public static bool IsAlive(int process) =>
        File.Exists($"/proc/{process}/cmdline") ? File.ReadAllText($"/proc/{process}/cmdline").Length > 0 : RunsElsewhere(process);

    public static async Task<bool> BecomesTrueAsync(Func<bool> fact)
    {
        for (var attempt = 0; attempt < 150 && !fact(); attempt++)
            await Task.Delay(100);
        return fact();
    }

    public async ValueTask DisposeAsync()
    {
        if (Directory.Exists(Path))
            await PrivateCluster.TryDeleteAsync(Path);
    }

    private static bool RunsElsewhere(int process)
    {
        if (Directory.Exists("/proc/self"))
            return false;
        using var ps = Process.Start(new ProcessStartInfo("ps", ["-p", $"{process}"]) { RedirectStandardOutput = true })!;
        ps.WaitForExit();
        return ps.ExitCode == 0;
    }
}
