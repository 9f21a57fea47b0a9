using System.Diagnostics;
using System.Globalization;
using Marketplace.Application.Views;
using Marketplace.Bench.Http;
using Marketplace.Bench.Limits;
using Marketplace.Bench.Measuring;
using Marketplace.Bench.Product;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Marketplace.Bench.Growth;

/// <summary>Measures what years and long days cost: a store with many events, and a host under load that does not end.</summary>
internal static class GrowthBench
{
    public const string Store = "growth-store";

    public const string Load = "growth-load";

    /// <summary>What can be asked for alone.</summary>
    public static IReadOnlyList<string> Names { get; } = [Store, Load];

    public static async Task<GrowthResults> MeasureAsync(BenchOptions options)
    {
        var began = Stopwatch.StartNew();
        var folder = Directory.CreateTempSubdirectory("marketplace-bench-").FullName;
        try
        {
            await using var database = await BenchDatabase.StartAsync();
            var full = options.Wants(Store) ? await FullAsync(database, folder, options) : null;
            var (load, rebuild) = options.Wants(Load) ? await LoadAsync(database, folder, options) : default;
            return new GrowthResults(options, database.Version, began.Elapsed, full, load, rebuild);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<FullStoreResult> FullAsync(BenchDatabase database, string folder, BenchOptions options)
    {
        var (youngSettings, fullSettings) = (await SettingsAsync(database, folder, "young"), await SettingsAsync(database, folder, "full"));
        var connectionString = fullSettings["ConnectionStrings:Marketplace"]!;
        await using (var first = await MeasuredHost.StartAsync(fullSettings))
        {
            await Shop.OpenAsync(first.Url, callers: 8, wallets: 40, histories: 8, ordersEach: 20);
        }

        var events = await FullStore.FillAsync(connectionString, options.Grown);
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var size = source.CreateCommand("select pg_database_size(current_database())");
        var bytes = (long)(await size.ExecuteScalarAsync())!;
        Tell($"a store of {events:#,0} events is ready: {bytes >> 20:#,0} MB");

        await using var young = await MeasuredHost.StartAsync(youngSettings);
        await using var full = await MeasuredHost.StartAsync(fullSettings);
        var pairs = (await WorkloadsAsync(database, young, options)).Zip(await WorkloadsAsync(database, full, options)).ToList();
        var results = await RoundsAsync(database, pairs, options);
        foreach (var (one, other) in pairs)
        {
            one.Dispose();
            other.Dispose();
        }

        return new FullStoreResult(events, bytes, results);
    }

    private static async Task<IReadOnlyList<HttpWorkload>> WorkloadsAsync(BenchDatabase database, MeasuredHost host, BenchOptions options) =>
        [.. HttpWorkloads.Of(database, host, await Shop.OpenAsync(host.Url, options.Callers, options.Wallets, options.Histories, options.OrdersEach))];

    // In turn, and each time the other way round, so that neither store always comes first.
    private static async Task<List<FullResult>> RoundsAsync(BenchDatabase database, IReadOnlyList<(HttpWorkload Young, HttpWorkload Full)> pairs, BenchOptions options)
    {
        var results = pairs.Select(p => new FullResult(new Series(p.Young), new Series(p.Full))).ToList();
        foreach (var series in results.SelectMany(r => new[] { r.Young, r.Full })) await series.Workload.RunAsync(TimeSpan.FromSeconds(options.WarmUpSeconds));
        await database.SettleAsync();
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var result in results)
            {
                foreach (var one in round % 2 == 1 ? [result.Young, result.Full] : new[] { result.Full, result.Young })
                    one.Add(await one.Workload.RunAsync(TimeSpan.FromSeconds(options.Seconds)));
                Tell($"round {round} of {options.Rounds}: {result.Young.Workload.Name} {result.Young.Samples[^1].PerSecond:#,0}/s, full {result.Full.Samples[^1].PerSecond:#,0}/s");
            }
        }

        return results;
    }

    private static async Task<(LoadResult, RebuildResult)> LoadAsync(BenchDatabase database, string data, BenchOptions options)
    {
        var settings = await SettingsAsync(database, data, "loaded");
        var connectionString = settings["ConnectionStrings:Marketplace"]!;
        LoadResult load;
        // Here notices are sent: they are what follows events.
        var noticing = new Dictionary<string, string?>(settings) { ["Notices:Since"] = "2026-01-01T00:00:00Z" };
        await using (var host = options.Host is { } folder ? await MeasuredHost.StartPublishedAsync(folder, noticing) : await MeasuredHost.StartAsync(noticing))
        {
            var shop = await OpenShopAsync(host, settings, options);
            await database.SettleAsync();
            // A published host does not know the bench's own command.
            string[] left = options.Host is null ? [HttpWorkloads.Hot] : [HttpWorkloads.Hot, HttpWorkloads.Command];
            var deeds = HttpWorkloads.Of(database, host, shop).Where(w => !left.Contains(w.Name)).Select(w => w.Deed).ToList();
            load = await LongLoad.RunAsync(host, shop, connectionString, deeds, TimeSpan.FromSeconds(options.LoadSeconds));
        }

        Tell($"{load.Operations:#,0} operations in {load.Elapsed.TotalSeconds:0} s, {load.Failures} failed; at most {load.Most(0, 1) >> 20} MB, at most {load.Lag(0.99):0} ms behind in 99 of 100 looks");
        return (load, await RebuildAsync(settings, connectionString));
    }

    private static async Task<Shop> OpenShopAsync(MeasuredHost host, Dictionary<string, string?> settings, BenchOptions options)
    {
        if (options.Host is null) return await Shop.OpenAsync(host.Url, options.Callers, options.Wallets, options.Histories, options.OrdersEach);
        // It has no request that registers many: another host, which is never started, does it on the same databases.
        await using var app = BenchHost.Build(settings);
        return await Shop.OpenAsync(
            host.Url, (count, kopecks) => NewCustomers.RegisterAsync(app.Services, count, kopecks, CancellationToken.None),
            options.Callers, options.Wallets, options.Histories, options.OrdersEach);
    }

    private static async Task<RebuildResult> RebuildAsync(Dictionary<string, string?> settings, string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var count = source.CreateCommand("select count(*) from marketplace.mt_events");
        var events = (long)(await count.ExecuteScalarAsync())!;
        await using var app = BenchHost.Build(settings);
        var began = Stopwatch.StartNew();
        var views = await app.Services.GetRequiredService<RebuiltViews>().RebuildAsync(CancellationToken.None);
        var result = new RebuildResult(events, views.Count, began.Elapsed);
        Tell($"{views.Count} views of {events:#,0} events rebuilt in {result.Elapsed.TotalSeconds:0} s: {result.PerSecond:#,0} events/s");
        return result;
    }

    private static async Task<Dictionary<string, string?>> SettingsAsync(BenchDatabase database, string folder, string name) =>
        BenchHost.Settings(await database.CreateAsync(name), await database.CreateAsync(name + "_vault"), Path.Combine(folder, name));

    private static void Tell(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
