using Marketplace.Host.Http;

namespace Marketplace.Host.Audit;

/// <summary>
/// How long requests of auditors may run that read more than a page: their work grows with the history, and <see cref="RequestLimits.Timeout"/>
/// would cut them off for good as soon as there is enough of it.
/// </summary>
internal static class Patience
{
    /// <summary>For whole streams, and for a page of accounts.</summary>
    public static readonly TimeSpan OfStreams = TimeSpan.FromMinutes(1);

    /// <summary>For the whole store. One statement may take as long (<see cref="Application.Audit.LongReading"/>).</summary>
    public static readonly TimeSpan OfStore = TimeSpan.FromMinutes(10);
}
