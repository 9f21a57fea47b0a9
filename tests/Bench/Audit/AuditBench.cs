using System.Diagnostics;
using System.Globalization;
using Marketplace.Bench.Limits;

namespace Marketplace.Bench.Audit;

/// <summary>Measures what a history that can be trusted costs: verifying it, exporting it, and writing it.</summary>
internal static class AuditBench
{
    public const string History = "audit-history";

    public const string Cost = "audit-cost";

    /// <summary>What can be asked for alone.</summary>
    public static IReadOnlyList<string> Names { get; } = [History, Cost];

    // What was written just now is still being put in its place by the server; it shall not be measured along.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    public static async Task<AuditResults> MeasureAsync(BenchOptions options)
    {
        var began = Stopwatch.StartNew();
        var folder = Directory.CreateTempSubdirectory("marketplace-bench-").FullName;
        try
        {
            await using var database = await BenchDatabase.StartAsync();
            var lengths = options.Wants(History) ? await LengthsAsync(database, Path.Combine(folder, "history"), options) : [];
            var costs = options.Wants(Cost) ? await CostsAsync(database, folder, options) : [];
            return new AuditResults(options, database.Version, began.Elapsed, lengths, costs);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<LengthResult>> LengthsAsync(BenchDatabase database, string folder, BenchOptions options)
    {
        await using var history = await LongHistory.BeginAsync(database, folder);
        var results = new List<LengthResult>();
        foreach (var events in options.Events)
        {
            await history.GrowAsync(events);
            Tell($"a history of {history.Size:#,0} events is ready");
            await Task.Delay(Settling);
            results.Add(await LengthAsync(history, Path.Combine(folder, "history.jsonl"), options.Rounds));
            Tell($"verified {results[^1].VerifiedPerSecond:#,0} events/s, exported {results[^1].ExportedPerSecond:#,0} events/s");
        }

        return results;
    }

    private static async Task<LengthResult> LengthAsync(LongHistory history, string file, int rounds)
    {
        var export = await MeasuredAuditor.RunAsync(history.ConnectionString, "export", "--out", file);
        var fromFile = new List<AuditorRun>();
        string[] evidence = ["--checkpoints", history.Anchors, "--key", history.Key];
        for (var round = 0; round < rounds; round++) fromFile.Add(await MeasuredAuditor.RunAsync(null, ["verify", "--file", file, .. evidence]));
        var fromDatabase = await MeasuredAuditor.RunAsync(history.ConnectionString, ["verify", .. evidence]);
        return new LengthResult(history.Size, new FileInfo(file).Length, export, fromFile, fromDatabase);
    }

    private static async Task<IReadOnlyList<CostResult>> CostsAsync(BenchDatabase database, string folder, BenchOptions options)
    {
        await using var cost = await WriteCost.StartAsync(database, folder, options);
        Tell($"three databases are ready: without an audit, with leaves, with signing");
        await Task.Delay(Settling);
        return await cost.MeasureAsync(options, Tell);
    }

    private static void Tell(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
