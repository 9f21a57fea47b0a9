using System.Globalization;
using Marketplace.Host.Development.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Marketplace.Bench.Limits;

/// <summary>The one PostgreSQL of a run: private, durable, and deleted when done, in whatever way the run ends.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    private readonly PrivateCluster cluster;

    private readonly string folder;

    private readonly List<string> databases = [];

    private BenchDatabase(PrivateCluster cluster, string folder, string version, string binFolder) =>
        (this.cluster, this.folder, Version, BinFolder) = (cluster, folder, version, binFolder);

    /// <summary>As the server says.</summary>
    public string Version { get; }

    /// <summary>Where the server's programs are.</summary>
    public string BinFolder { get; }

    public static async Task<BenchDatabase> StartAsync()
    {
        var folder = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"marketplace-bench-{Environment.ProcessId}"));
        var options = new PrivateClusterOptions { DataFolder = folder, Durable = true, DeleteWhenDone = true, Databases = [], MaxConnections = 400 };
        var cluster = await PrivateCluster.StartAsync(options, NullLogger.Instance);
        await using var source = NpgsqlDataSource.Create(await cluster.CreateDatabaseAsync("bench"));
        var durable = await TextAsync(source, "select current_setting('fsync') || current_setting('synchronous_commit')");
        if (durable != "onon") throw new InvalidOperationException("The server is not durable: nothing that is measured on it would count.");
        return new BenchDatabase(
            cluster, folder, await TextAsync(source, "show server_version"), await TextAsync(source, "select setting from pg_config where name = 'BINDIR'"));
    }

    /// <summary>The way into a new database.</summary>
    public async Task<string> CreateAsync(string name)
    {
        var way = await cluster.CreateDatabaseAsync(name);
        databases.Add(way);
        return way;
    }

    /// <summary>
    /// Has every database counted, which the server does by itself a minute after it was filled: until then it believes its tables empty, and reads
    /// all of each.
    /// </summary>
    public async Task SettleAsync()
    {
        foreach (var way in databases)
        {
            await using var source = NpgsqlDataSource.Create(way);
            await using var command = source.CreateCommand("vacuum analyze");
            command.CommandTimeout = 0;
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>The processor time of the server so far; null where it cannot be read.</summary>
    public TimeSpan? ProcessorTime() => Measuring.ProcessorTime.OfFamily(cluster.ServerProcessId);

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        if (Directory.Exists(folder)) await PrivateCluster.TryDeleteAsync(folder);
    }

    private static async Task<string> TextAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
