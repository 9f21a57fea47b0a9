using Marketplace.Auditor.Format;

namespace Marketplace.Auditor.Reading;

/// <summary>Where a history is read from: an export, or a database.</summary>
public interface IHistory : IDisposable
{
    /// <summary>
    /// All of it, line by line: places of the tree in its order, each checkpoint behind the event that completes it; then leaves
    /// and events that are in no tree.
    /// </summary>
    IEnumerable<Line> Lines();
}
