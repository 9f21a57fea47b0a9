using System.Security.Cryptography;
using System.Text;
using Marketplace.Auditor.Checking;
using Marketplace.Auditor.Format;
using Marketplace.Auditor.Reading;

namespace Marketplace.Auditor.Tests;

/// <summary>
/// A history as the database would have it, made here: wallets that are topped up and pay, other streams, a tombstone, a checkpoint
/// after every tenth event or so. That the database makes the same leaves is proved where there is a database.
/// </summary>
internal sealed record MadeHistory
{
    public const string Origin = "marketplace/test";

    /// <summary>The lines of its export, without header and footer.</summary>
    public List<Line> Lines { get; init; } = [];

    /// <summary>The checkpoints as they were anchored.</summary>
    public IReadOnlyList<string> Anchored { get; init; } = [];

    /// <summary>The key of the signer.</summary>
    public ECDsa Key { get; private init; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string PublicPem => Key.ExportSubjectPublicKeyInfoPem();

    /// <summary>The places of the events in <see cref="Lines"/>.</summary>
    public IReadOnlyList<int> Events => [.. Enumerable.Range(0, Lines.Count).Where(i => Lines[i] is EventLine)];

    /// <summary>Makes one.</summary>
    /// <param name="seed">The same seed, the same events.</param>
    /// <param name="count">How many.</param>
    /// <param name="waiting">How many of them, the last, are in no tree yet.</param>
    public static MadeHistory Of(int seed, int count, int waiting = 5)
    {
        var (key, random) = (ECDsa.Create(ECCurve.NamedCurves.nistP256), new Random(seed));
        var events = NewEvents(random, count);
        var lines = Assemble(events, waiting, key, random);
        return new MadeHistory { Key = key, Lines = lines, Anchored = [.. lines.OfType<CheckpointLine>().Select(c => c.Note)] };
    }

    /// <summary>The same history after somebody has changed its lines.</summary>
    public MadeHistory With(IEnumerable<Line> lines) => this with { Lines = [.. lines] };

    /// <summary>The same history whose signer wrote something else under its checkpoints, in the database and outside.</summary>
    public MadeHistory Signed(Func<string, string> change)
    {
        var lines = Lines.Select(l => l is CheckpointLine c ? c with { Note = Signed(Key, change(c.Note[..(c.Note.IndexOf("\n\n", StringComparison.Ordinal) + 1)])) } : l).ToList();
        return this with { Lines = lines, Anchored = [.. lines.OfType<CheckpointLine>().Select(c => c.Note)] };
    }

    /// <summary>
    /// Leaves, chains and places anew for these events, as one would who rewrites history; the checkpoints stay where and what they
    /// were, or are signed by another key.
    /// </summary>
    /// <param name="events">The events.</param>
    /// <param name="forger">Signs; null to leave the notes.</param>
    /// <param name="everywhere">Whether it is another history, with a checkpoint behind each event and anchors of its own.</param>
    public MadeHistory Rewritten(IReadOnlyList<StoredEvent> events, ECDsa? forger, bool everywhere = false)
    {
        var (random, sizes) = (new Random(1), everywhere ? Enumerable.Range(1, events.Count).Select(i => (long)i) : Lines.OfType<CheckpointLine>().Select(c => c.Size));
        var fresh = Assemble(events, Lines.Count(l => l is EventLine { Place: null }), forger ?? Key, random, sizes.ToHashSet());
        if (everywhere) return new MadeHistory { Key = Key, Lines = fresh, Anchored = [.. fresh.OfType<CheckpointLine>().Select(c => c.Note)] };
        if (forger is not null) return With(fresh);
        var notes = Lines.OfType<CheckpointLine>().ToDictionary(c => c.Size);
        return With(fresh.Select(l => l is CheckpointLine c ? notes[c.Size] : l));
    }

    /// <summary>What the auditor says of it.</summary>
    public Verdict Verify() => Verifier.Verify(Lines, new PublicKeys(PublicPem), Anchored);

    /// <summary>Writes it as an export with its key and its anchors.</summary>
    public (string File, string Key, string Anchors) Write(string folder)
    {
        var (file, key, anchors) = (Path.Combine(folder, "history.jsonl"), Path.Combine(folder, "key.pem"), Path.Combine(folder, "anchors.txt"));
        using (var writer = new LineWriter(File.Create(file))) writer.WriteAll(Lines, new DateTime(2026, 11, 27, 9, 0, 0, DateTimeKind.Utc), _ => { });
        File.WriteAllText(key, PublicPem + "\n");
        File.WriteAllText(anchors, string.Concat(Anchored.Select(a => a + "\n")));
        return (file, key, anchors);
    }

    private static List<StoredEvent> NewEvents(Random random, int count)
    {
        var (streams, versions) = (Enumerable.Range(0, Math.Max(2, count / 15)).Select(_ => NewId(random)).ToArray(), new Dictionary<Guid, long>());
        var events = new List<StoredEvent>();
        for (var i = 0; i < count; i++)
        {
            var stream = streams[random.Next(streams.Length)];
            var version = versions[stream] = versions.GetValueOrDefault(stream) + 1;
            var (type, data) = Body(random, version);
            events.Add(new StoredEvent
            {
                Sequence = i + 1 + i / 50,
                Id = NewId(random),
                Stream = stream,
                Version = version,
                Type = type,
                Data = data,
                Timestamp = 848_000_000_000_000 + i * 977_001L,
                Tenant = "*DEFAULT*",
                DotnetType = $"Marketplace.Domain.{type}, Marketplace.Domain",
                Correlation = random.Next(3) == 0 ? null : NewId(random).ToString("N"),
                Causation = random.Next(3) == 0 ? null : "",
                Headers = random.Next(2) == 0 ? null : """{"agent": "тест \"7\""}""",
                Binary = random.Next(9) == 0 ? [0, 255, 10] : null,
            });
        }

        // The store's own filler, whose versions are in no order.
        events[count / 2] = events[count / 2] with { Type = "tombstone", Stream = NewId(random), Version = 7, Data = "{}" };
        return Renumbered(events);
    }

    /// <summary>Versions from 1 again in each stream, where one was taken out or put in.</summary>
    public static List<StoredEvent> Renumbered(IEnumerable<StoredEvent> events)
    {
        var versions = new Dictionary<Guid, long>();
        return [.. events.Select(e => e.IsTombstone ? e : e with { Version = versions[e.Stream] = versions.GetValueOrDefault(e.Stream) + 1 })];
    }

    private static (string Type, string Data) Body(Random random, long version)
    {
        var amount = random.Next(1, 1_000_000);
        return (version % 5) switch
        {
            1 => ("wallet_credited", $$"""{"amount": {{amount}}, "source": "top-up", "walletId": "{{NewId(random)}}"}"""),
            2 => ("funds_held", $$"""{"amount": {{amount}}, "holdId": "{{NewId(random)}}"}"""),
            3 => ("hold_captured", $$"""{"amount": {{amount}}, "purpose": "withdrawal"}"""),
            4 => ("points_accrued", $$"""{"points": {{amount}}, "cardId": "{{NewId(random)}}"}"""),
            _ => ("review_posted", $$"""{"text": "Чай «Ёлка» \\ вкусный", "stars": {{random.Next(1, 6)}}}"""),
        };
    }

    private static List<Line> Assemble(IReadOnlyList<StoredEvent> events, int waiting, ECDsa key, Random random, HashSet<long>? sizes = null)
    {
        var (tree, ledger, hasher, chains, lines) = (new MerkleTree(), new Ledger(), new LeafHash(), new Dictionary<Guid, byte[]>(), new List<Line>());
        for (var i = 0; i < events.Count; i++)
        {
            var e = events[i];
            var leaf = hasher.Of(e);
            var chain = LeafHash.Chain(e.IsTombstone ? [] : chains.GetValueOrDefault(e.Stream, []), leaf);
            if (!e.IsTombstone) chains[e.Stream] = chain;
            ledger.Post(e);
            var placed = i < events.Count - waiting;
            lines.Add(new EventLine(e, new StoredLeaf(e.Sequence, e.Stream, e.Version, leaf, chain), placed ? new Place(i, e.Stream, e.Version, leaf) : null));
            if (!placed) continue;
            tree.Append(leaf);
            if (sizes?.Contains(i + 1) ?? (random.Next(10) == 0 || i + 1 == events.Count - waiting)) lines.Add(new CheckpointLine(tree.Size, Signed(key, tree, ledger)));
        }

        return lines;
    }

    private static string Signed(ECDsa key, MerkleTree tree, Ledger ledger) =>
        Signed(key, $"{Origin}\n{tree.Size}\n{Convert.ToBase64String(tree.Root())}\nwallets {ledger.Wallets}\nholds {ledger.Holds}\nsigned 2026-11-27T09:00:00Z\n");

    private static string Signed(ECDsa key, string text)
    {
        var signature = key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return $"{text}\n— {Origin} {Convert.ToBase64String([.. SHA256.HashData(key.ExportSubjectPublicKeyInfo())[..4], .. signature])}\n";
    }

    private static Guid NewId(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
