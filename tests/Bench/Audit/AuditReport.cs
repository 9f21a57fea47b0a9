using System.Globalization;
using System.Text;
using System.Text.Json;
using Marketplace.Bench.Measuring;
using Marketplace.Bench.Reports;

namespace Marketplace.Bench.Audit;

/// <summary>The results for people and for programs.</summary>
internal static class AuditReport
{
    private const double Megabyte = 1 << 20;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>As tables in Markdown.</summary>
    public static string Of(AuditResults results)
    {
        var text = new StringBuilder();
        if (results.Lengths.Count > 0) text.AppendLine("""
            | Events | Export, MB | Exported a second | Its memory, MB | Verified a second (slowest–fastest) | Its memory, MB | By processor second | From the database, a second | Its memory, MB |
            |--:|--:|--:|--:|--:|--:|--:|--:|--:|
            """);
        foreach (var length in results.Lengths) text.AppendLine(Row(length));
        if (results.Lengths.Count > 0 && results.Costs.Count > 0) text.AppendLine();
        if (results.Costs.Count > 0) text.AppendLine("""
            | Writing | Callers | Without, a second | With leaves | Cost (least–most) | With signing too | Cost (least–most) |
            |---|--:|--:|--:|--:|--:|--:|
            """);
        foreach (var cost in results.Costs) text.AppendLine(Row(cost));
        return text.ToString();
    }

    /// <summary>For the documentation.</summary>
    public static string Section(AuditResults results) => string.Create(CultureInfo.InvariantCulture, $"""
        {DocsPage.Measured(results.PostgresVersion)} {results.Options.Rounds} rounds, of {results.Options.Seconds} s each where something is written.

        {Of(results)}
        """);

    public static Task WriteAsync(string file, AuditResults results) => File.WriteAllTextAsync(file, JsonSerializer.Serialize(new
    {
        postgres = results.PostgresVersion,
        processors = Environment.ProcessorCount,
        elapsedSeconds = Math.Round(results.Elapsed.TotalSeconds),
        lengths = results.Lengths.Select(l => new
        {
            l.Events,
            l.ExportBytes,
            exportedPerSecond = Math.Round(l.ExportedPerSecond),
            exportPeakBytes = l.Export.PeakBytes,
            verifiedPerSecond = Math.Round(l.VerifiedPerSecond),
            verifyPeakBytes = l.FromFile.Max(r => r.PeakBytes),
            l.Export,
            l.FromFile,
            l.FromDatabase,
        }),
        costs = results.Costs.Select(c => new { c.Name, c.Title, c.Callers, costOfLeaves = Math.Round(Median.Of(c.Rounds.Select(r => r.OfLeaves)), 4), costOfAll = Math.Round(Median.Of(c.Rounds.Select(r => r.OfAll)), 4), c.Rounds }),
    }, Json) + "\n");

    private static string Row(LengthResult l)
    {
        var rates = l.FromFile.Select(r => l.Events / r.Elapsed.TotalSeconds).ToList();
        return Row(
            Text($"{l.Events:#,0}"), Text($"{l.ExportBytes / Megabyte:#,0}"), Table.Rate(l.ExportedPerSecond), Memory(l.Export),
            Text($"{Table.Rate(l.VerifiedPerSecond)} ({Table.Rate(rates.Min())}–{Table.Rate(rates.Max())})"), Memory(l.FromFile.MaxBy(r => r.PeakBytes)!),
            Table.Rate(Median.Of(l.FromFile.Select(r => l.Events / r.Processor.TotalSeconds))), Table.Rate(l.Events / l.FromDatabase.Elapsed.TotalSeconds), Memory(l.FromDatabase));
    }

    private static string Row(CostResult c) => Row(
        c.Title, Text($"{c.Callers}"), Rate(c, r => r.Without), Rate(c, r => r.Leaves), Percent(c, r => r.OfLeaves), Rate(c, r => r.Signed), Percent(c, r => r.OfAll));

    private static string Rate(CostResult c, Func<CostRound, double> of) => Table.Rate(Median.Of(c.Rounds.Select(of)));

    private static string Percent(CostResult c, Func<CostRound, double> of) =>
        Text($"{Median.Of(c.Rounds.Select(of)) * 100:0.0} % ({c.Rounds.Min(of) * 100:0.0}–{c.Rounds.Max(of) * 100:0.0} %)");

    private static string Row(params string[] cells) => $"| {string.Join(" | ", cells)} |";

    private static string Memory(AuditorRun run) => Text($"{run.PeakBytes / Megabyte:0}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
