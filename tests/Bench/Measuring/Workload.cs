namespace Marketplace.Bench.Measuring;

/// <summary>Something that is done over and over, by many at once.</summary>
internal abstract class Workload
{
    /// <summary>What it is called in results and after <c>--only</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What it does, in a line of the table.</summary>
    public abstract string Title { get; }

    /// <summary>How many do it at once.</summary>
    public abstract int Callers { get; }

    /// <summary>The workload whose rate this one's is compared with; null when it is itself the measure.</summary>
    public virtual string? ComparedWith => null;

    /// <summary>Does it for so long.</summary>
    public abstract Task<Sample> RunAsync(TimeSpan time);
}
