using System.Text.Json;

namespace Marketplace.Bench.Reports;

/// <summary>The results for programs.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Task WriteAsync(string file, Results results) => File.WriteAllTextAsync(file, JsonSerializer.Serialize(Of(results), Json) + "\n");

    private static object Of(Results results) => new
    {
        postgres = results.PostgresVersion,
        processors = Environment.ProcessorCount,
        rounds = results.Options.Rounds,
        secondsEach = results.Options.Seconds,
        elapsedSeconds = Math.Round(results.Elapsed.TotalSeconds),
        peer = results.Peer?.Name,
        ratios = results.Ratios.ToDictionary(r => r.Key, r => r.Value is { } value ? Math.Round(value, 3) : (double?)null),
        workloads = results.Series.Select(s => new
        {
            s.Workload.Name,
            s.Workload.Title,
            s.Workload.Callers,
            perSecond = Math.Round(s.PerSecond, 1),
            slowest = Math.Round(s.Slowest, 1),
            fastest = Math.Round(s.Fastest, 1),
            p50Ms = Math.Round(s.P50, 3),
            p99Ms = Math.Round(s.P99, 3),
            processorMicroseconds = Rounded(s.Median(x => x.ProcessorMicroseconds)),
            databaseMicroseconds = Rounded(s.Median(x => x.DatabaseMicroseconds)),
            allocatedBytes = Rounded(s.Median(x => x.AllocatedBytes)),
            workingSetBytes = Rounded(s.Median(x => x.WorkingSetBytes)),
            roundTrips = s.RoundTrips is { } trips ? Math.Round(trips, 2) : (double?)null,
            comparedWith = s.Workload.ComparedWith,
            ratio = results.Ratio(s.Workload.Name, s.Workload.ComparedWith) is { } ratio ? Math.Round(ratio, 3) : (double?)null,
            s.Failures,
            s.Samples,
        }),
    };

    private static double? Rounded(double? value) => value is { } v ? Math.Round(v, 1) : null;
}
