using System.Globalization;
using System.Text;
using Marketplace.Bench.Measuring;

namespace Marketplace.Bench.Reports;

/// <summary>The results as a table in Markdown, which is readable in a terminal too.</summary>
internal static class Table
{
    private const string Head = """
        | Workload | Callers | Per second (slowest–fastest) | p50, ms | p99, ms | CPU, µs | PostgreSQL, µs | Allocated, KB | Round trips | By the limit |
        |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|
        """;

    public static string Of(Results results)
    {
        var text = new StringBuilder(Head).AppendLine();
        foreach (var one in results.Series) text.AppendLine(Row(one, results));
        return text.ToString();
    }

    private static string Row(Series one, Results results)
    {
        var workload = one.Workload;
        string[] cells =
        [
            workload.Title + (one.Failures > 0 ? Text($" **{one.Failures} failed**") : ""),
            Text($"{workload.Callers}"),
            Text($"{Rate(one.PerSecond)} ({Rate(one.Slowest)}–{Rate(one.Fastest)})"),
            Text($"{one.P50:0.00}"),
            Text($"{one.P99:0.0}"),
            Cell(one.Median(s => s.ProcessorMicroseconds), "0"),
            Cell(one.Median(s => s.DatabaseMicroseconds), "0"),
            Cell(one.Median(s => s.AllocatedBytes) / 1024, "0.0"),
            Cell(one.RoundTrips, "0.0"),
            Cell(results.Ratio(workload.Name, workload.ComparedWith), "0.00"),
        ];
        return $"| {string.Join(" | ", cells)} |";
    }

    public static string Rate(double perSecond) => perSecond.ToString(perSecond < 100 ? "0.0" : "#,0", CultureInfo.InvariantCulture);

    private static string Cell(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
