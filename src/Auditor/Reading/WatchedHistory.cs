using Marketplace.Auditor.Format;

namespace Marketplace.Auditor.Reading;

/// <summary>A history of which somebody is told how much has been read.</summary>
/// <param name="history">It.</param>
/// <param name="at">Hears how many events have been read, a second reading included.</param>
internal sealed class WatchedHistory(IHistory history, Action<long> at) : IHistory
{
    private long read;

    /// <inheritdoc />
    public IEnumerable<Line> Lines()
    {
        foreach (var line in history.Lines())
        {
            if (line is EventLine) at(++read);
            yield return line;
        }
    }

    /// <inheritdoc />
    public void Dispose() => history.Dispose();
}
