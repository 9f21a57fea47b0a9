using Marketplace.Auditor.Format;

namespace Marketplace.Auditor.Checking;

/// <summary>
/// Holds every checkpoint, those of the database and those anchored outside it, to the tree of the events; all roots coming from
/// one tree that only grows, any two of them are consistent.
/// </summary>
internal sealed class CheckpointCheck : IDisposable
{
    private readonly Findings findings;
    private readonly PublicKeys? keys;
    private readonly IEnumerator<string>? anchors;
    private readonly MerkleTree tree;
    private readonly Ledger ledger;
    private Note? next;
    private Note? awaited;
    private string? origin;
    private long good;
    private bool bad;

    public CheckpointCheck(Findings findings, MerkleTree tree, Ledger ledger, PublicKeys? keys, IEnumerable<string>? anchored)
    {
        (this.findings, this.tree, this.ledger, this.keys, anchors) = (findings, tree, ledger, keys, anchored?.GetEnumerator());
        Advance();
    }

    /// <summary>How many checkpoints were seen.</summary>
    public long Count { get; private set; }

    /// <summary>How many of them only the database has: they were signed after the anchor file was copied.</summary>
    public long NotAnchored { get; private set; }

    /// <summary>The size of the last checkpoint.</summary>
    public long Last { get; private set; }

    /// <summary>The tree has grown by one leaf.</summary>
    public void Grown()
    {
        NotInDatabase();
        while (next is { } anchored && anchored.Size <= tree.Size)
        {
            if (anchored.Size < tree.Size || awaited is not null) findings.Add("checkpoint-malformed", At(anchored.Size), "the anchored checkpoints are not in their order");
            else Check(awaited = anchored);
            Advance();
        }
    }

    /// <summary>The database has a checkpoint here.</summary>
    public void Stored(CheckpointLine line)
    {
        Count++;
        if (Note.Read(line.Note) is not { } note || note.Size != line.Size)
        {
            findings.Add("checkpoint-malformed", At(line.Size), "it is not a checkpoint of this size");
            return;
        }

        if (awaited is not null && awaited.Whole != note.Whole) findings.Add("anchor-differs", At(line.Size), "another checkpoint was anchored");
        if (anchors is not null && awaited is null && next is not null && note.Size <= tree.Size) findings.Add("anchor-missing", At(line.Size), "it was never anchored, though a later one was");
        if (anchors is not null && awaited is null && next is null) NotAnchored++;
        if (awaited?.Whole != note.Whole) Check(note);
        awaited = null;
    }

    /// <summary>There is no more.</summary>
    public void Finish()
    {
        NotInDatabase();
        for (; next is not null; Advance()) Check(next);
    }

    public void Dispose() => anchors?.Dispose();

    private static string At(long size) => $"checkpoint={size}";

    private void NotInDatabase()
    {
        if (awaited is not null) findings.Add("anchor-extra", At(awaited.Size), "it was anchored, and the database does not have it");
        awaited = null;
    }

    private void Check(Note note)
    {
        Last = Math.Max(Last, note.Size);
        if (keys is not null && !keys.HaveSigned(note)) findings.Add("signature", At(note.Size), "none of the trusted keys has signed it, or one of them wrongly");
        if ((origin ??= note.Origin) != note.Origin) findings.Add("checkpoint-malformed", At(note.Size), $"it is of another history: {note.Origin}");
        if (note.Size != tree.Size)
        {
            if (note.Size > tree.Size) findings.Add("checkpoint-beyond", $"{At(note.Size)} index={tree.Size}..{note.Size - 1}", $"it covers {note.Size} events and only {tree.Size} are there: the newest were taken away");
            else findings.Add("checkpoint-malformed", At(note.Size), "it stands at the wrong place");
            return;
        }

        // Once a root differs all later ones must: the first says where.
        if (bad) return;
        bad = !tree.Root().AsSpan().SequenceEqual(note.Root);
        if (bad) findings.Add("root-differs", $"{At(note.Size)} index={good}..{note.Size - 1}", "the events of this range are not those that were signed");
        if (note.Wallets != ledger.Wallets || note.Holds != ledger.Holds)
            findings.Add("sums-differ", At(note.Size), $"it says {note.Wallets} in wallets and {note.Holds} in holds, the events {ledger.Wallets} and {ledger.Holds} kopecks");
        if (!bad) good = note.Size;
    }

    private void Advance()
    {
        next = null;
        while (next is null && anchors?.MoveNext() == true)
        {
            next = Note.Read(anchors.Current);
            if (next is null) findings.Add("checkpoint-malformed", "checkpoint=-", "the anchor file holds something that is not a checkpoint");
        }
    }
}
