using Marketplace.Bench.Measuring;

namespace Marketplace.Bench.Growth;

/// <summary>One workload on a young store and on one with many events, in turn.</summary>
internal sealed record FullResult(Series Young, Series Full)
{
    /// <summary>The rate on the full store by that on the young one, in the median of the rounds.</summary>
    public double Ratio => Median.Of(Ratios);

    /// <summary>The same in each round.</summary>
    public IReadOnlyList<double> Ratios => [.. Young.Samples.Zip(Full.Samples, (young, full) => full.PerSecond / young.PerSecond)];
}

/// <summary>The store that had many events.</summary>
/// <param name="Events">How many.</param>
/// <param name="Bytes">How large its database is.</param>
/// <param name="Workloads">What was measured on it.</param>
internal sealed record FullStoreResult(long Events, long Bytes, IReadOnlyList<FullResult> Workloads);

/// <summary>A host under load of all kinds at once, for long.</summary>
/// <param name="Elapsed">How long.</param>
/// <param name="Operations">What succeeded.</param>
/// <param name="Failures">What did not.</param>
/// <param name="Memory">What its process held in memory, and when since the load began.</param>
/// <param name="Lags">How old the oldest event was that the notices had not followed, in milliseconds, whenever somebody looked.</param>
internal sealed record LoadResult(TimeSpan Elapsed, long Operations, long Failures, IReadOnlyList<(TimeSpan At, long Bytes)> Memory, IReadOnlyList<double> Lags)
{
    /// <summary>What it held at most in that part of the time, from 0 to 1.</summary>
    public long Most(double from, double to) => Memory.Where(m => m.At >= Elapsed * from && m.At <= Elapsed * to).Select(m => m.Bytes).DefaultIfEmpty().Max();

    /// <summary>The lag that so great a part of the looks did not exceed, in milliseconds.</summary>
    public double Lag(double part) => Lags.Order().ElementAtOrDefault(Math.Min(Lags.Count - 1, (int)(part * Lags.Count)));
}

/// <summary>Every view made anew from its events.</summary>
internal sealed record RebuildResult(long Events, int Views, TimeSpan Elapsed)
{
    public double PerSecond => Events / Elapsed.TotalSeconds;
}

/// <summary>All that was measured.</summary>
internal sealed record GrowthResults(BenchOptions Options, string PostgresVersion, TimeSpan Elapsed, FullStoreResult? Full, LoadResult? Load, RebuildResult? Rebuild);
