using System.Globalization;

namespace Marketplace.Auditor;

/// <summary>Tells a waiting person every few seconds how far it is; on the error stream, so that results stay clean.</summary>
/// <param name="errors">The error stream.</param>
/// <param name="doing">What has been done, such as «verified».</param>
/// <param name="clock">Tells when it is time.</param>
public sealed class Progress(TextWriter errors, string doing, TimeProvider clock)
{
    private const int LookEvery = 10_000;
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(2);
    private readonly long startedAt = clock.GetTimestamp();
    private long toldAt = clock.GetTimestamp();
    private long lookAt = LookEvery;

    /// <summary>So many are done.</summary>
    public void At(long done)
    {
        if (done < lookAt) return;
        lookAt = done + LookEvery;
        if (clock.GetElapsedTime(toldAt) < TellEvery) return;
        toldAt = clock.GetTimestamp();
        errors.WriteLine(Text(done));
    }

    /// <summary>The last word.</summary>
    public string Text(long done)
    {
        var seconds = Math.Max(clock.GetElapsedTime(startedAt).TotalSeconds, 0.001);
        return string.Create(CultureInfo.InvariantCulture, $"{doing} {done:N0} events in {seconds:N1} s, {done / seconds:N0} a second");
    }
}
