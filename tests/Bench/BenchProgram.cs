using System.Diagnostics;
using System.Globalization;
using Marketplace.Bench.Audit;
using Marketplace.Bench.Growth;
using Marketplace.Bench.Http;
using Marketplace.Bench.Limits;
using Marketplace.Bench.Measuring;
using Marketplace.Bench.Product;
using Marketplace.Bench.Reports;
using Marketplace.Bench.Starting;
using Marketplace.Host.Development.Postgres;

namespace Marketplace.Bench;

/// <summary>Starts what is measured, measures it in turn, and tells.</summary>
internal static class BenchProgram
{
    private static readonly string[] OtherNames = [LimitWorkload.Append, LimitWorkload.Select, "marten-16", "marten-64", "command-in-process"];

    /// <returns>0; 1 when something failed under load; 2 when it could not be measured.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            var options = BenchOptions.Parse(args);
            if (options.List)
            {
                Console.WriteLine(string.Join('\n', options.Audit ? AuditBench.Names : options.Growth ? GrowthBench.Names : OtherNames.Concat(HttpWorkloads.Names)));
                return 0;
            }

            if (options.Audit) return await AuditAsync(options);
            if (options.Growth) return await GrowthAsync(options);
            if (options.Start is { } published) return await StartBench.RunAsync(published);

            var results = await MeasureAsync(options);
            Console.WriteLine(Table.Of(results));
            if (options.Json is { } file) await JsonReport.WriteAsync(file, results);
            if (options.Docs) await DocsPage.UpdateAsync(results);
            return results.Series.Any(s => s.Failures > 0) ? 1 : 0;
        }
        catch (Exception e) when (e is ArgumentException or PostgresNotFoundException or PrivateClusterException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }
    }

    private static async Task<int> AuditAsync(BenchOptions options)
    {
        var results = await AuditBench.MeasureAsync(options);
        Console.WriteLine(AuditReport.Of(results));
        if (options.Json is { } file) await AuditReport.WriteAsync(file, results);
        if (options.Docs) await DocsPage.WriteAsync("audit", AuditReport.Section(results));
        return 0;
    }

    private static async Task<int> GrowthAsync(BenchOptions options)
    {
        var results = await GrowthBench.MeasureAsync(options);
        Console.WriteLine(GrowthReport.Of(results));
        if (options.Json is { } file) await GrowthReport.WriteAsync(file, results);
        if (options.Docs) await DocsPage.WriteAsync("growth", GrowthReport.Section(results));
        return results.Load?.Failures > 0 || results.Full?.Workloads.Any(w => w.Young.Failures + w.Full.Failures > 0) == true ? 1 : 0;
    }

    private static async Task<Results> MeasureAsync(BenchOptions options)
    {
        var began = Stopwatch.StartNew();
        // Before anything is measured: a file that cannot be read must not cost the results.
        var peer = Peer.Read(options.Peer);
        var folder = Directory.CreateTempSubdirectory("marketplace-bench-").FullName;
        try
        {
            await using var database = await BenchDatabase.StartAsync();
            await using var wallets = await MartenAlone.Wallets.OpenAsync(database, options.Wallets);
            var inside = BenchHost.Settings(await database.CreateAsync("inside"), await database.CreateAsync("inside_vault"), Path.Combine(folder, "inside"));
            await using var app = await BenchHost.StartAsync(inside);
            var customers = await NewCustomers.RegisterAsync(app.Services, options.Wallets, 0, CancellationToken.None);
            var outside = BenchHost.Settings(await database.CreateAsync("outside"), await database.CreateAsync("outside_vault"), Path.Combine(folder, "outside"));
            await using var host = await MeasuredHost.StartAsync(outside);
            var shop = await Shop.OpenAsync(host.Url, options.Callers, options.Wallets, options.Histories, options.OrdersEach);
            var overHttp = HttpWorkloads.Of(database, host, shop).ToList();
            List<Workload> workloads =
            [
                .. await LimitWorkload.AllAsync(database), new MartenAlone(database, wallets, Math.Min(16, options.Callers), "marten-16"), new MartenAlone(database, wallets, options.Callers, "marten-64"),
                new InProcessWorkload(database, app, customers, options.Callers), .. overHttp,
            ];
            Tell($"ready after {began.Elapsed.TotalSeconds:0} s: PostgreSQL {database.Version}, {Environment.ProcessorCount} processors");
            var series = await RoundsAsync(database, [.. workloads.Where(w => options.Wants(w.Name))], options);
            var counted = overHttp.Where(w => options.Wants(w.Name)).ToList();
            if (counted.Count > 0)
            {
                await app.StopAsync();
                var trips = await RoundTrips.CountAsync(await database.CreateAsync("counted"), await database.CreateAsync("counted_vault"), Path.Combine(folder, "counted"), counted);
                foreach (var one in series) one.RoundTrips = trips.TryGetValue(one.Workload.Name, out var count) ? count : null;
            }

            foreach (var workload in overHttp) workload.Dispose();
            return new Results(options, series, database.Version, began.Elapsed, peer);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // In turn, so that a slow minute of the machine hits all of them alike.
    private static async Task<List<Series>> RoundsAsync(BenchDatabase database, IReadOnlyList<Workload> workloads, BenchOptions options)
    {
        var series = workloads.Select(w => new Series(w)).ToList();
        foreach (var workload in workloads) await workload.RunAsync(TimeSpan.FromSeconds(options.WarmUpSeconds));
        await database.SettleAsync();
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var one in series)
            {
                var sample = await one.Workload.RunAsync(TimeSpan.FromSeconds(options.Seconds));
                one.Add(sample);
                Tell($"round {round} of {options.Rounds}: {one.Workload.Name} {sample.PerSecond:#,0}/s, p50 {sample.P50:0.0} ms, p99 {sample.P99:0.0} ms");
            }
        }

        return series;
    }

    private static void Tell(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
