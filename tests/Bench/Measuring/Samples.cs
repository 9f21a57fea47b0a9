namespace Marketplace.Bench.Measuring;

/// <summary>Makes samples of what a crowd did.</summary>
internal static class Samples
{
    /// <param name="done">What it did.</param>
    /// <param name="processor">The processor time of the measured process meanwhile.</param>
    /// <param name="database">That of PostgreSQL.</param>
    /// <param name="allocated">What the measured process allocated meanwhile, in bytes.</param>
    /// <param name="workingSet">What it holds now, in bytes.</param>
    public static Sample Of(Crowd.Done done, TimeSpan processor, TimeSpan? database, long allocated, long? workingSet = null)
    {
        double operations = Math.Max(1, done.SortedTicks.Length);
        return new Sample
        {
            PerSecond = done.PerSecond,
            P50 = done.Percentile(0.50),
            P99 = done.Percentile(0.99),
            Operations = done.SortedTicks.Length,
            Failures = done.Failures,
            ProcessorMicroseconds = processor.TotalMicroseconds / operations,
            DatabaseMicroseconds = database?.TotalMicroseconds / operations,
            AllocatedBytes = allocated / operations,
            WorkingSetBytes = workingSet,
        };
    }
}
