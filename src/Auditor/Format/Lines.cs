namespace Marketplace.Auditor.Format;

/// <summary>One line of an export.</summary>
public abstract record Line;

/// <summary>The first line: what this file is.</summary>
public sealed record HeaderLine(DateTime ExportedAt) : Line;

/// <summary>The last line; a file without it is not whole.</summary>
public sealed record FooterLine(long Events, long Checkpoints) : Line;

/// <summary>A line that cannot be read: the number of the line, and why.</summary>
public sealed record BrokenLine(long Number, string Text) : Line;

/// <summary>A signed head of the tree. It follows the event that completes it.</summary>
public sealed record CheckpointLine(long Size, string Note) : Line;

/// <summary>
/// A place in the history: the event, its leaf, and where that stands in the tree. Each of them is missing where somebody has
/// taken it away; the place in the tree is missing too while no checkpoint has come.
/// </summary>
public sealed record EventLine(StoredEvent? Event, StoredLeaf? Leaf, Place? Place) : Line
{
    /// <summary>Where it is, as far as it is known.</summary>
    public string Position
    {
        get
        {
            var (index, sequence) = (Place is null ? "-" : $"{Place.Index}", $"{Event?.Sequence ?? Leaf?.Sequence}");
            return $"index={index} sequence={(sequence.Length > 0 ? sequence : "-")} stream={Event?.Stream ?? Leaf?.Stream ?? Place?.Stream} version={Event?.Version ?? Leaf?.Version ?? Place?.Version}";
        }
    }
}

/// <summary>What the trigger wrote beside an event.</summary>
public sealed record StoredLeaf(long Sequence, Guid Stream, long Version, byte[] Hash, byte[] Chain);

/// <summary>Where the signer put a leaf.</summary>
public sealed record Place(long Index, Guid Stream, long Version, byte[] Hash);
