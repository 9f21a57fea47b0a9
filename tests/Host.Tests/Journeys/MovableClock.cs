namespace Marketplace.Host.Tests.Journeys;

/// <summary>A clock that runs like the real one but is set by the test. Timers stay real, so that nothing in the host stands still.</summary>
internal sealed class MovableClock(DateTimeOffset start) : TimeProvider
{
    private long offset = (start - System.GetUtcNow()).Ticks;

    public void Advance(TimeSpan by) => Interlocked.Add(ref offset, by.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref offset));
}
