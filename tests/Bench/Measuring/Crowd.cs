using System.Diagnostics;

namespace Marketplace.Bench.Measuring;

/// <summary>Many callers, each of whom does the next thing as soon as the last is done.</summary>
internal static class Crowd
{
    /// <summary>What they did, how long each thing took, and how long it took in all.</summary>
    public sealed record Done(TimeSpan Elapsed, long[] SortedTicks, long Failures)
    {
        public double PerSecond => SortedTicks.Length / Elapsed.TotalSeconds;

        /// <summary>The time, in milliseconds, that so great a part of them did not exceed.</summary>
        public double Percentile(double part) => SortedTicks.Length == 0
            ? 0
            : SortedTicks[Math.Min(SortedTicks.Length - 1, (int)(part * SortedTicks.Length))] * 1000.0 / Stopwatch.Frequency;
    }

    /// <param name="callers">How many.</param>
    /// <param name="time">For how long they begin new things; what has begun is finished and counts.</param>
    /// <param name="act">Does one thing; gets the number of the caller and of its turn, and says whether it succeeded.</param>
    public static async Task<Done> RunAsync(int callers, TimeSpan time, Func<int, int, ValueTask<bool>> act)
    {
        var began = Stopwatch.GetTimestamp();
        var end = began + (long)(time.TotalSeconds * Stopwatch.Frequency);
        var all = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => OneAsync(caller, end, act))));
        var elapsed = Stopwatch.GetElapsedTime(began);
        var ticks = all.SelectMany(a => a.Ticks).ToArray();
        Array.Sort(ticks);
        return new Done(elapsed, ticks, all.Sum(a => a.Failures));
    }

    private static async Task<(List<long> Ticks, long Failures)> OneAsync(int caller, long end, Func<int, int, ValueTask<bool>> act)
    {
        var (ticks, failures) = (new List<long>(4096), 0L);
        for (var turn = 0; ; turn++)
        {
            var began = Stopwatch.GetTimestamp();
            // Once at least: a start that stalls must not look like a caller who never came.
            if (turn > 0 && began >= end) return (ticks, failures);
            if (await act(caller, turn)) ticks.Add(Stopwatch.GetTimestamp() - began);
            else failures++;
        }
    }
}
