using Marketplace.Auditor.Format;

namespace Marketplace.Auditor.Checking;

/// <summary>What a verification says.</summary>
/// <param name="Findings">What is wrong.</param>
/// <param name="Events">How many events there are.</param>
/// <param name="Covered">How many of them the last checkpoint covers.</param>
/// <param name="Checkpoints">How many checkpoints the history has.</param>
/// <param name="NotAnchored">How many of those are newer than the anchor file.</param>
/// <param name="Ledger">The sums by kind of account, in kopecks.</param>
/// <param name="Waiting">The events that no checkpoint covers.</param>
/// <param name="ExportedAt">When the history was exported, as its header says; null of a live one.</param>
public sealed record Verdict(Findings Findings, long Events, long Covered, long Checkpoints, long NotAnchored, Ledger Ledger, Waiting Waiting, DateTime? ExportedAt)
{
    /// <summary>Whether all is as it was written.</summary>
    public bool Holds => Findings.Count == 0;
}

/// <summary>Verifies a history in one pass. It remembers one hash for each stream and for each level of the tree.</summary>
public sealed class Verifier
{
    private readonly Findings findings = new();
    private readonly MerkleTree tree = new();
    private readonly Ledger ledger = new();
    private readonly LeafHash leaves = new();
    private readonly Streams streams;
    private Waiting behind = Waiting.Nothing;
    private Waiting without = Waiting.Nothing;
    private DateTime? exportedAt;
    private long covered;
    private long lines;
    private long events;

    private Verifier() => streams = new Streams(findings);

    /// <summary>Verifies it.</summary>
    /// <param name="lines">The history.</param>
    /// <param name="keys">Whose signatures are trusted; null to check none.</param>
    /// <param name="anchored">The checkpoints outside the database; null when they are not at hand.</param>
    /// <param name="progress">Is told the number of events so far.</param>
    public static Verdict Verify(IEnumerable<Line> lines, PublicKeys? keys, IEnumerable<string>? anchored, Action<long>? progress = null)
    {
        var verifier = new Verifier();
        using var checkpoints = new CheckpointCheck(verifier.findings, verifier.tree, verifier.ledger, keys, anchored);
        foreach (var line in lines)
        {
            if (line is EventLine e) verifier.Add(e, checkpoints);
            else if (line is CheckpointLine c) checkpoints.Stored(c);
            else if (line is HeaderLine h) verifier.exportedAt = h.ExportedAt;
            else if (line is FooterLine f) verifier.End(f, checkpoints);
            else if (line is BrokenLine b) verifier.findings.Add("unreadable", $"line={b.Number}", b.Text);
            verifier.Cover(checkpoints.Last);
            progress?.Invoke(verifier.events);
        }

        checkpoints.Finish();
        var whole = verifier.ledger.Whole;
        if (whole != 0) verifier.findings.Add("ledger", "index=-", $"the whole ledger adds up to {whole} kopecks");
        return new Verdict(verifier.findings, verifier.events, checkpoints.Last, checkpoints.Count, checkpoints.NotAnchored, verifier.ledger, verifier.behind.And(verifier.without), verifier.exportedAt);
    }

    private void Add(EventLine line, CheckpointCheck checkpoints)
    {
        lines++;
        if (line.Event is not null) events++;
        var hash = line.Event is null ? null : leaves.Of(line.Event);
        Compare(line, hash);
        if (line.Event is not null && ledger.Post(line.Event) is { } wrong) findings.Add("postings", line.Position, wrong);
        if (line.Leaf is not null) streams.Add(line, hash ?? line.Leaf.Hash);
        if (line.Event is not null) (behind, without) = line.Place is null ? (behind, without.And(line.Event)) : (behind.And(line.Event), without);
        if (line.Place is null) return;
        if (line.Place.Index != tree.Size) findings.Add("index-gap", line.Position, $"place {tree.Size} of the tree was expected");
        tree.Append(hash ?? line.Place.Hash);
        checkpoints.Grown();
    }

    // What has its place waits until a checkpoint covers it; what has none waits to the end.
    private void Cover(long last)
    {
        if (last != covered && last >= tree.Size) behind = Waiting.Nothing;
        covered = last;
    }

    private void End(FooterLine footer, CheckpointCheck checkpoints)
    {
        if (footer.Events != lines || footer.Checkpoints != checkpoints.Count)
            findings.Add("footer-differs", "index=-", $"the footer counts {footer.Events} events and {footer.Checkpoints} checkpoints, the file has {lines} and {checkpoints.Count}");
    }

    private void Compare(EventLine line, byte[]? hash)
    {
        var (leaf, place) = (line.Leaf, line.Place);
        if (line.Event is null) findings.Add("event-gone", line.Position, "its leaf is there, the event is not");
        if (leaf is null) findings.Add("leaf-missing", line.Position, "the event has no leaf: it was put in, or its leaf was taken away");
        if (leaf is not null && hash is not null && !hash.AsSpan().SequenceEqual(leaf.Hash)) findings.Add("leaf-differs", line.Position, "the event is not the one that its leaf was made of");
        if (leaf is not null && place is not null && !place.Hash.AsSpan().SequenceEqual(leaf.Hash)) findings.Add("tree-differs", line.Position, "its leaf is not the one in the tree");
        if (leaf is not null && line.Event is { } e && (leaf.Sequence != e.Sequence || leaf.Stream != e.Stream || leaf.Version != e.Version)) findings.Add("leaf-moved", line.Position, "its leaf stands under another sequence, stream or version");
    }
}
