using System.Globalization;
using Marketplace.Host.Development.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace Marketplace.Tests.Shared;

/// <summary>
/// One PostgreSQL server for this test process, made at first use. It is deleted when the process ends, in whatever way; what
/// a process left nevertheless (no <c>flock</c> on the machine), the next one sweeps away.
/// </summary>
public static class ThrowAwayCluster
{
    // The sweep knows by it which folders are its own.
    private const string Name = "marketplace-tests-";

    // A folder so young may belong to a process that is about to lock it.
    private static readonly TimeSpan Young = TimeSpan.FromMinutes(1);

    private static readonly Lazy<Task<PrivateCluster>> Cluster = new(StartAsync);

    private static int databases;

    /// <summary>The server itself. Whoever stops it disturbs all tests of the process: start one of your own for that.</summary>
    public static Task<PrivateCluster> GetAsync() => Cluster.Value;

    /// <summary>A fresh, empty database.</summary>
    /// <returns>The connection string of it.</returns>
    public static async Task<string> CreateDatabaseAsync(string prefix)
    {
        var number = Interlocked.Increment(ref databases);
        return await (await GetAsync()).CreateDatabaseAsync($"{prefix}_{number.ToString(CultureInfo.InvariantCulture)}");
    }

    /// <summary>Options of a cluster that is quick, not safe, and deleted when done.</summary>
    public static PrivateClusterOptions OptionsFor(string folder) => new()
    {
        DataFolder = folder,
        Durable = false,
        DeleteWhenDone = true,
        Databases = [],
    };

    /// <summary>A folder that no other process uses. Its name tells a reader whose it is; what tells the sweep is its lock.</summary>
    public static string NewFolder() => Path.Combine(Path.GetTempPath(), string.Create(
        CultureInfo.InvariantCulture, $"{Name}{Environment.ProcessId}-{DateTime.UtcNow:yyyyMMddHHmmss}-{Guid.NewGuid().ToString("N")[..6]}"));

    /// <summary>Deletes what dead test processes left, older than the given age.</summary>
    public static async Task SweepAsync(TimeSpan olderThan)
    {
        // The second one is where a root's cluster goes when its server cannot reach the first.
        foreach (var folder in new[] { Path.GetTempPath(), "/var/tmp" }.Where(Directory.Exists)
                     .SelectMany(place => Directory.EnumerateDirectories(place, $"*{Name}*")))
        {
            try
            {
                if (DateTime.UtcNow - Directory.GetLastWriteTimeUtc(folder) > olderThan)
                    await PrivateCluster.TryDeleteAsync(folder);
            }
            catch (Exception e) when (e is PrivateClusterException or IOException or UnauthorizedAccessException)
            {
                // Another user's, or another process sweeps it at this moment.
            }
        }
    }

    private static async Task<PrivateCluster> StartAsync()
    {
        await SweepAsync(Young);
        // One pool per database and many databases: hosts under test come and go, and their pools linger.
        var options = OptionsFor(NewFolder()) with { MaxConnections = 400 };
        var cluster = await PrivateCluster.StartAsync(options, NullLogger.Instance);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => cluster.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return cluster;
    }
}
