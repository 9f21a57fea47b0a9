using System.Diagnostics;
using Marketplace.Bench.Product;
using Npgsql;

namespace Marketplace.Bench.Http;

/// <summary>Counts the round trips to the database of one operation, one operation after the other.</summary>
internal static class RoundTrips
{
    private const int Times = 60;

    /// <summary>Of each of the workloads, on a small host of its own.</summary>
    public static async Task<Dictionary<string, double>> CountAsync(string database, string vault, string folder, IReadOnlyList<HttpWorkload> workloads)
    {
        await using var door = new CountingDoor(new NpgsqlConnectionStringBuilder(database).Port);
        await using var app = await BenchHost.StartAsync(BenchHost.Settings(Through(database), Through(vault), folder));
        var url = new Uri(app.Urls.First());
        var shop = await Shop.OpenAsync(url, Shop.Callers, histories: 1, ordersEach: 22);
        using var connection = await LeanConnection.OpenAsync(url);
        var counts = new Dictionary<string, double>();
        foreach (var workload in workloads)
        {
            // First times prepare statements and fetch keys.
            for (var n = 0; n < 5; n++) await workload.Deed(connection, shop, 0, n);
            var idle = await IdlePerSecondAsync(door);
            var (before, began) = (door.Count, Stopwatch.GetTimestamp());
            for (var n = 0; n < Times; n++) await workload.Deed(connection, shop, 0, 5 + n);
            counts[workload.Name] = Math.Max(0, door.Count - before - idle * Stopwatch.GetElapsedTime(began).TotalSeconds) / Times;
        }

        await app.StopAsync();
        return counts;

        string Through(string way) => new NpgsqlConnectionStringBuilder(way) { Port = door.Port }.ConnectionString;
    }

    // Timers and subscriptions look into the database by themselves.
    private static async Task<double> IdlePerSecondAsync(CountingDoor door)
    {
        var (before, began) = (door.Count, Stopwatch.GetTimestamp());
        await Task.Delay(TimeSpan.FromSeconds(1));
        return (door.Count - before) / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
