using System.Diagnostics;
using System.Globalization;

namespace Marketplace.Auditor;

/// <summary>Tells a waiting person every few seconds how far it is; on the error stream, so that results stay clean.</summary>
public sealed class Progress(TextWriter errors, string doing)
{
    private const int LookEvery = 10_000;
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(2);
    private readonly long startedAt = Stopwatch.GetTimestamp();
    private long toldAt = Stopwatch.GetTimestamp();
    private long lookAt = LookEvery;

    /// <summary>So many are done.</summary>
    public void At(long done)
    {
        if (done < lookAt) return;
        lookAt = done + LookEvery;
        if (Stopwatch.GetElapsedTime(toldAt) < TellEvery) return;
        toldAt = Stopwatch.GetTimestamp();
        errors.WriteLine(Text(done));
    }

    /// <summary>The last word.</summary>
    public string Text(long done)
    {
        var seconds = Math.Max(Stopwatch.GetElapsedTime(startedAt).TotalSeconds, 0.001);
        return string.Create(CultureInfo.InvariantCulture, $"{doing} {done:N0} events in {seconds:N1} s, {done / seconds:N0} a second");
    }
}
