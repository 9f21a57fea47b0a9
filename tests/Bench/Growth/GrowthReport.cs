using System.Globalization;
using System.Text;
using System.Text.Json;
using Marketplace.Bench.Reports;

namespace Marketplace.Bench.Growth;

/// <summary>The results for people and for programs.</summary>
internal static class GrowthReport
{
    private const double Megabyte = 1 << 20;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>As tables in Markdown.</summary>
    public static string Of(GrowthResults results)
    {
        var text = new StringBuilder();
        if (results.Full is { } full) Write(text, full);
        if (results.Load is { } load) Write(text, load, Bearer(results.Options));
        if (results.Rebuild is { } rebuild)
            text.AppendLine(Text($"All {rebuild.Views} views were rebuilt from the {rebuild.Events:#,0} events of that load in {rebuild.Elapsed.TotalSeconds:0} s: {rebuild.PerSecond:#,0} events a second."));
        return text.ToString();
    }

    /// <summary>For the documentation.</summary>
    public static string Section(GrowthResults results) => string.Create(CultureInfo.InvariantCulture, $"""
        {DocsPage.Measured(results.PostgresVersion)} {results.Options.Rounds} rounds of {results.Options.Seconds} s each, {results.Elapsed.TotalMinutes:0} minutes in all.

        {Of(results)}
        """);

    public static Task WriteAsync(string file, GrowthResults results) => File.WriteAllTextAsync(file, JsonSerializer.Serialize(new
    {
        postgres = results.PostgresVersion,
        processors = Environment.ProcessorCount,
        elapsedSeconds = Math.Round(results.Elapsed.TotalSeconds),
        full = results.Full is { } full ? new
        {
            full.Events,
            full.Bytes,
            workloads = full.Workloads.Select(w => new { w.Young.Workload.Name, young = w.Young.PerSecond, full = w.Full.PerSecond, w.Ratio, w.Ratios, failures = w.Young.Failures + w.Full.Failures }),
        } : null,
        load = results.Load is { } load ? new
        {
            by = Bearer(results.Options),
            seconds = load.Elapsed.TotalSeconds,
            load.Operations,
            load.Failures,
            memory = load.Memory.Select(m => new { second = Math.Round(m.At.TotalSeconds), m.Bytes }),
            lagP50 = load.Lag(0.5),
            lagP99 = load.Lag(0.99),
            lagMost = load.Lag(1),
        } : null,
        rebuild = results.Rebuild is { } rebuild ? new { rebuild.Events, rebuild.Views, seconds = rebuild.Elapsed.TotalSeconds, rebuild.PerSecond } : null,
    }, Json) + "\n");

    private static void Write(StringBuilder text, FullStoreResult full)
    {
        text.AppendLine(Text($"""
            | A second, by the same host | Young store | {full.Events:#,0} events, {full.Bytes / Megabyte / 1024:0.0} GB | Full by young (least–most) | p99 young, ms | p99 full, ms |
            |---|--:|--:|--:|--:|--:|
            """));
        foreach (var w in full.Workloads)
        {
            text.AppendLine(Text(
                $"| {w.Young.Workload.Title} | {Table.Rate(w.Young.PerSecond)} | {Table.Rate(w.Full.PerSecond)} | {w.Ratio:0.00} ({w.Ratios.Min():0.00}–{w.Ratios.Max():0.00}) | {w.Young.P99:0.0} | {w.Full.P99:0.0} |"));
        }

        text.AppendLine();
    }

    private static void Write(StringBuilder text, LoadResult load, string bearer)
    {
        text.AppendLine(Text($"""
            | Load of all kinds at once | |
            |---|--:|
            | Borne by | {bearer} |
            | It lasted, minutes | {load.Elapsed.TotalMinutes:0.0} |
            | Operations a second | {load.Operations / load.Elapsed.TotalSeconds:#,0} |
            | Failed | {load.Failures} |
            | The host's memory at most, MB: first tenth; each third | {Most(0, 0.1)}; {Most(0, 1 / 3.0)}, {Most(1 / 3.0, 2 / 3.0)}, {Most(2 / 3.0, 1)} |
            | What follows events is behind, ms: median, 99 of 100, most | {load.Lag(0.5):0}, {load.Lag(0.99):0}, {load.Lag(1):0} |

            """));

        string Most(double from, double to) => Text($"{load.Most(from, to) / Megabyte:0}");
    }

    private static string Bearer(BenchOptions options) => options.Host is null ? "the bench's host: credits, orders and pages" : "a published host: orders and pages";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
