namespace Marketplace.Host.Development.Simulators;

/// <summary>How the simulated outside world behaves; the section <c>Simulators</c>.</summary>
public sealed class SimulatorOptions
{
    /// <summary>The time from a request to news that its answer did not bring: a payout's end, a payment that timed out.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The time from an answer to the callback that repeats it. With zero it races the answer, as in real life it may.</summary>
    public TimeSpan EchoDelay { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a request that "times out" is kept open, unless its caller leaves earlier.</summary>
    public TimeSpan Silence { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Delivers each callback twice.</summary>
    public bool DuplicateCallbacks { get; set; }

    /// <summary>Holds the callbacks of one payment or payout back for <see cref="Delay"/> after the latest, then delivers the latest first.</summary>
    public bool Reorder { get; set; }
}
