namespace Marketplace.Bench.Measuring;

/// <summary>One measurement of one workload in one round.</summary>
internal sealed record Sample
{
    /// <summary>Operations that succeeded, a second.</summary>
    public required double PerSecond { get; init; }

    /// <summary>Half of the operations took no longer, in milliseconds.</summary>
    public required double P50 { get; init; }

    /// <summary>99 of 100 operations took no longer, in milliseconds.</summary>
    public required double P99 { get; init; }

    public long Operations { get; init; }

    /// <summary>Operations that were answered otherwise than they should.</summary>
    public long Failures { get; init; }

    /// <summary>Processor time of the measured process for one operation, in microseconds.</summary>
    public double? ProcessorMicroseconds { get; init; }

    /// <summary>Processor time of all of PostgreSQL for one operation, in microseconds.</summary>
    public double? DatabaseMicroseconds { get; init; }

    /// <summary>What the measured process allocated for one operation, in bytes.</summary>
    public double? AllocatedBytes { get; init; }

    /// <summary>What the measured process held in memory afterwards, in bytes.</summary>
    public long? WorkingSetBytes { get; init; }
}

/// <summary>All rounds of one workload.</summary>
internal sealed class Series(Workload workload)
{
    private readonly List<Sample> samples = [];

    public Workload Workload => workload;

    public IReadOnlyList<Sample> Samples => samples;

    /// <summary>Round trips to the database for one operation; null where nobody counted.</summary>
    public double? RoundTrips { get; set; }

    public double PerSecond => Median(s => s.PerSecond)!.Value;

    public double Slowest => samples.Min(s => s.PerSecond);

    public double Fastest => samples.Max(s => s.PerSecond);

    public double P50 => Median(s => s.P50)!.Value;

    public double P99 => Median(s => s.P99)!.Value;

    public long Failures => samples.Sum(s => s.Failures);

    public void Add(Sample sample) => samples.Add(sample);

    public double? Median(Func<Sample, double?> of)
    {
        var values = samples.Select(of).OfType<double>().Order().ToList();
        if (values.Count == 0) return null;
        var middle = values.Count / 2;
        return values.Count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
