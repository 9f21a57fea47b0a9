using System.Globalization;

namespace Marketplace.Host.Admin;

/// <summary>Tells a waiting person every two seconds how far a command is; on the error stream, so that results stay clean.</summary>
/// <param name="errors">Where it is told.</param>
/// <param name="doing">What has been done to them, such as «checked».</param>
/// <param name="what">What they are, such as «events».</param>
/// <param name="clock">Tells when it is time.</param>
public sealed class Progress(TextWriter errors, string doing, string what, TimeProvider clock)
{
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(2);

    private readonly long startedAt = clock.GetTimestamp();
    private long toldAt = clock.GetTimestamp();

    /// <summary>So many are done.</summary>
    public void At(long done)
    {
        if (clock.GetElapsedTime(toldAt) < TellEvery) return;
        toldAt = clock.GetTimestamp();
        errors.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{doing} {done:N0} {what} in {clock.GetElapsedTime(startedAt).TotalSeconds:N0} s"));
    }

    /// <summary>Waits for work that does not say how far it is.</summary>
    public async Task<T> WhileAsync<T>(Task<T> work)
    {
        while (await Task.WhenAny(work, Task.Delay(TellEvery, clock)) != work)
            await errors.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{doing} {what} for {clock.GetElapsedTime(startedAt).TotalSeconds:N0} s"));
        return await work;
    }
}
