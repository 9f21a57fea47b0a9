using Marketplace.Auditor.Format;

namespace Marketplace.Auditor.Checking;

/// <summary>Events that no checkpoint covers: until one does, somebody with all rights could change them unseen.</summary>
/// <param name="Events">How many.</param>
/// <param name="Since">When the oldest of them was recorded; null when there is none.</param>
public readonly record struct Waiting(long Events, DateTime? Since)
{
    /// <summary>Everything is covered.</summary>
    public static Waiting Nothing { get; } = new(0, null);

    /// <summary>With one more; a tombstone, in which nothing happened, waits like the others.</summary>
    public Waiting And(StoredEvent e) => And(new Waiting(1, e.RecordedAt));

    /// <summary>Both together.</summary>
    public Waiting And(Waiting other) =>
        new(Events + other.Events, Since is null || other.Since < Since ? other.Since ?? Since : Since);
}
