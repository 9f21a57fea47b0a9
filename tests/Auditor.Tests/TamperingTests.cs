using System.Security.Cryptography;
using FluentAssertions;
using Marketplace.Auditor.Checking;
using Marketplace.Auditor.Format;
using Xunit;

namespace Marketplace.Auditor.Tests;

/// <summary>Five kinds of tampering at a hundred random places each: the first finding names the place. Seeds are in the messages.</summary>
public sealed class TamperingTests
{
    private const int Events = 200;

    // Ten histories, each tampered with at ten places.
    private static readonly MadeHistory[] Waiting = [.. Enumerable.Range(0, 10).Select(seed => MadeHistory.Of(seed, Events))];
    private static readonly MadeHistory[] Covered = [.. Enumerable.Range(0, 10).Select(seed => MadeHistory.Of(seed, Events, waiting: 0))];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 100)];

    [Fact]
    public void An_untouched_history_verifies()
    {
        foreach (var verdict in Waiting.Select(h => h.Verify()))
        {
            verdict.Findings.First.Should().BeEmpty();
            (verdict.Events, verdict.Covered, verdict.NotAnchored).Should().Be((Events, Events - 5, 0));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void U3_a_change_of_any_field_is_named_with_its_place(int seed)
    {
        var (history, random) = (Waiting[seed % 10], new Random(seed));
        var at = Any(history, random);
        var line = (EventLine)history.Lines[at];
        var changed = Changed(line.Event!, random);

        var verdict = Replaced(history, at, line with { Event = changed }).Verify();

        verdict.Findings.First[0].Should().Match<Finding>(f => f.Code == "leaf-differs" || f.Code == "leaf-moved");
        verdict.Findings.First[0].Position.Should().Be((line with { Event = changed }).Position).And.StartWith(line.Place is null ? "index=-" : $"index={line.Place.Index} ");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void U3_two_events_that_changed_places_are_named_at_the_first(int seed)
    {
        var (history, random) = (Waiting[seed % 10], new Random(seed));
        var two = history.Events.OrderBy(_ => random.Next()).Take(2).Order().ToArray();
        var (first, second) = ((EventLine)history.Lines[two[0]], (EventLine)history.Lines[two[1]]);
        // Their bodies alone, or whole rows with leaf and chain.
        var bodies = seed % 2 == 0;
        var (a, b) = bodies
            ? (first with { Event = first.Event! with { Type = second.Event!.Type, Data = second.Event.Data } }, second with { Event = second.Event with { Type = first.Event.Type, Data = first.Event.Data } })
            : (first with { Event = second.Event, Leaf = second.Leaf }, second with { Event = first.Event, Leaf = first.Leaf });

        var verdict = Replaced(Replaced(history, two[0], a), two[1], b).Verify();

        verdict.Findings.First[0].Position.Should().Be(a.Position);
        verdict.Findings.First[0].Code.Should().BeOneOf(bodies ? ["leaf-differs"] : ["tree-differs", "version-gap", "chain-differs"]);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void U3_an_event_that_was_put_in_is_named(int seed)
    {
        var (history, random) = (Waiting[seed % 10], new Random(seed));
        var at = Any(history, random);
        var model = ((EventLine)history.Lines[at]).Event!;
        var put = model with { Sequence = 1_000_000, Id = Guid.NewGuid(), Version = seed % 2 == 0 ? model.Version : history.Lines.OfType<EventLine>().Where(l => l.Event!.Stream == model.Stream).Max(l => l.Event!.Version) + 1 };
        // Without a leaf, as the database shows it, or with one that was computed but has no place in its stream's chain.
        var leaf = new StoredLeaf(put.Sequence, put.Stream, put.Version, new LeafHash().Of(put), SHA256.HashData([]));
        var line = new EventLine(put, seed % 3 == 0 ? leaf : null, null);

        var verdict = history.With([.. history.Lines, line]).Verify();

        verdict.Findings.First[0].Position.Should().Be(line.Position).And.Contain("sequence=1000000");
        verdict.Findings.First[0].Code.Should().BeOneOf(seed % 3 == 0 ? ["version-gap", "chain-differs"] : ["leaf-missing"]);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void U3_an_event_that_was_put_into_the_tree_is_named_with_its_place(int seed)
    {
        var (history, random) = (Covered[seed % 10], new Random(seed));
        var displaced = (EventLine)history.Lines[Any(history, random)];
        var index = displaced.Place!.Index;
        // The places behind it moved on by one, or two events at one place; in a stream of its own, or under a version that was another's. The leaf and
        // the chain are right each time, as somebody with all rights would make them.
        var (moved, alone) = (seed % 2 == 0, seed % 4 < 2);
        var put = displaced.Event! with { Type = "review_posted", Sequence = 1_000_000, Id = Guid.NewGuid(), Stream = alone ? Guid.NewGuid() : displaced.Event.Stream, Version = alone ? 1 : displaced.Event.Version };
        var leaf = new LeafHash().Of(put);
        var before = history.Lines.OfType<EventLine>().LastOrDefault(l => !alone && l.Event!.Stream == put.Stream && l.Event.Version == put.Version - 1);
        var line = new EventLine(put, new StoredLeaf(put.Sequence, put.Stream, put.Version, leaf, LeafHash.Chain(before?.Leaf!.Chain ?? [], leaf)), new Place(index, put.Stream, put.Version, leaf));

        var finding = Inserted(history, line, moved).Verify().Findings.First[0];

        if (finding.Code == "root-differs")
        {
            var range = finding.Position.Split("index=")[1].Split("..").Select(long.Parse).ToArray();
            index.Should().BeInRange(range[0], range[1], $"seed {seed}");
            return;
        }

        // What is wrong then is the event that stands where another was expected.
        (moved && alone).Should().BeFalse($"only the root tells, seed {seed}: {finding}");
        finding.Code.Should().BeOneOf(alone || displaced.Event.IsTombstone ? ["index-gap"] : ["version-gap"], $"seed {seed}");
        finding.Position.Should().Be((displaced with { Place = displaced.Place with { Index = moved ? index + 1 : index } }).Position, $"seed {seed}");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void U3_an_event_that_was_taken_away_is_named(int seed)
    {
        var (history, random) = (Covered[seed % 10], new Random(seed));
        var at = Any(history, random);
        var line = (EventLine)history.Lines[at];
        var left = seed % 2 == 0 ? line with { Event = null } : new EventLine(null, null, line.Place);

        var verdict = Replaced(history, at, left).Verify();

        verdict.Findings.First[0].Should().BeEquivalentTo(new { Code = "event-gone", left.Position });
        left.Position.Should().StartWith($"index={line.Place!.Index} ").And.EndWith($"stream={line.Event!.Stream} version={line.Event.Version}");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void U3_a_history_that_was_rewritten_consistently_after_a_checkpoint_is_found_in_its_range(int seed)
    {
        var (history, random) = (Covered[seed % 10], new Random(seed));
        var events = history.Lines.OfType<EventLine>().Select(l => l.Event!).ToList();
        var at = random.Next(events.Count);
        events[at] = events[at] with { Data = ChangedByte(events[at].Data, random), User = "somebody" };
        using var forger = seed % 2 == 0 ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : null;

        var verdict = history.Rewritten(events, forger).Verify();

        var sizes = history.Lines.OfType<CheckpointLine>().Select(c => c.Size).ToList();
        var range = $"index={sizes.LastOrDefault(s => s <= at)}..{sizes.First(s => s > at) - 1}";
        verdict.Findings.First.Should().Contain(f => f.Code == "root-differs" && f.Position.EndsWith(range, StringComparison.Ordinal));
        if (forger is null) verdict.Findings.First.First(f => f.Code != "postings").Code.Should().Be("root-differs");
        else verdict.Findings.First.Should().Contain(f => f.Code == "signature").And.Contain(f => f.Code == "anchor-differs");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void X31_a_deleted_newest_event_is_found_wherever_its_leaf_went(int seed)
    {
        var history = Covered[seed % 10];
        var last = (EventLine)history.Lines[^2];
        var checkpoint = (CheckpointLine)history.Lines[^1];

        // Its row alone; with its leaf; with everything that the database knew of it.
        history.With([.. history.Lines.SkipLast(2), last with { Event = null }, checkpoint]).Verify().Findings.First[0].Position.Should().StartWith($"index={Events - 1} ");
        history.With([.. history.Lines.SkipLast(2), new EventLine(null, null, last.Place), checkpoint]).Verify().Findings.First[0].Position.Should().StartWith($"index={Events - 1} ");
        history.With(history.Lines.SkipLast(2)).Verify().Findings.First.Should()
            .Contain(f => f.Code == "checkpoint-beyond" && f.Position == $"checkpoint={Events} index={Events - 1}..{Events - 1}");
    }

    /// <summary>In the order in which the ledger knows the accounts, a sum of 64 bits would not do for them: −9·10¹⁸ twice, before anything is added.</summary>
    [Fact]
    public void U3_amounts_as_large_as_an_amount_can_be_are_added_up_and_one_that_is_larger_is_named()
    {
        const string Most = "9000000000000000000";
        (string, string)[] amounts = [("wallet_credited", Most), ("funds_held", Most), ("hold_captured", Most), ("funds_held", Most)];
        var large = Huge(amounts);
        large.Verify().Findings.First.Should().BeEmpty();
        large.Verify().Ledger.Sums.Should().Contain("wallet", (Int128)(-9_000_000_000_000_000_000)).And.Contain("cards", (Int128)(-9_000_000_000_000_000_000));
        Run(large).Should().Match<(int Code, string Said)>(r => r.Code == 0 && r.Said.Contains("OK 4 events", StringComparison.Ordinal));

        foreach (var tooLarge in new[] { "9223372036854775808", "-9223372036854775808", "1e3", "0.5", "\"1\"", "null" })
        {
            var (code, said) = Run(Huge([.. amounts, ("wallet_credited", tooLarge)]));
            code.Should().Be(1, tooLarge);
            said.Should().StartWith("BAD postings index=4 sequence=5 ", tooLarge);
        }

        // More than the 64 bits of a checkpoint's line, from events that are each well.
        var (bad, verdict) = Run(Huge([.. amounts, .. Enumerable.Repeat(("funds_held", Most), 3)]));
        bad.Should().Be(1);
        verdict.Should().Contain("BAD checkpoint-malformed checkpoint=5: ").And.NotContain("postings");
    }

    private static MadeHistory Huge((string Type, string Amount)[] events)
    {
        var (model, empty) = (((EventLine)Waiting[0].Lines[0]).Event!, MadeHistory.Of(1, 2, waiting: 0));
        return empty.Rewritten(
            [.. events.Select((e, i) => model with { Sequence = i + 1, Id = Guid.NewGuid(), Version = i + 1, Type = e.Type, Data = $$"""{"amount": {{e.Amount}}, "source": "top-up", "purpose": "withdrawal"}""" })], empty.Key, everywhere: true);
    }

    private static (int Code, string Said) Run(MadeHistory history)
    {
        var folder = Directory.CreateTempSubdirectory("marketplace-huge-").FullName;
        try
        {
            var (file, key, _) = history.Write(folder);
            using var output = new StringWriter();
            return (Commands.Run(["verify", "--file", file, "--key", key], output, TextWriter.Null), output.ToString());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Before the event whose place it takes; a checkpoint stands behind the line that makes its size.
    private static MadeHistory Inserted(MadeHistory history, EventLine line, bool moved)
    {
        var (lines, notes) = (new List<Line>(), history.Lines.OfType<CheckpointLine>().ToDictionary(c => c.Size));
        foreach (var next in history.Lines.OfType<EventLine>())
        {
            if (next.Place!.Index == line.Place!.Index) Add(line);
            Add(moved && next.Place.Index >= line.Place.Index ? next with { Place = next.Place with { Index = next.Place.Index + 1 } } : next);
        }

        return history.With(lines);

        void Add(EventLine next)
        {
            lines.Add(next);
            if (notes.Remove(next.Place!.Index + 1, out var note)) lines.Add(note);
        }
    }

    private static int Any(MadeHistory history, Random random) => history.Events[random.Next(history.Events.Count)];

    private static MadeHistory Replaced(MadeHistory history, int at, Line line) => history.With(history.Lines.Select((l, i) => i == at ? line : l));

    private static StoredEvent Changed(StoredEvent e, Random random) => random.Next(15) switch
    {
        0 => e with { Sequence = e.Sequence ^ 1 },
        1 => e with { Id = Guid.NewGuid() },
        2 => e with { Stream = Guid.NewGuid() },
        3 => e with { Version = e.Version + 1 },
        4 => e with { Type = e.Type + " " },
        5 => e with { Binary = e.Binary is null ? [] : null },
        6 => e with { Timestamp = e.Timestamp + 1 },
        7 => e with { Tenant = null },
        8 => e with { DotnetType = "" },
        9 => e with { Correlation = e.Correlation is null ? "" : null },
        10 => e with { Causation = e.Causation is null ? "" : null },
        11 => e with { Archived = true },
        12 => e with { User = "somebody" },
        13 => e with { Headers = e.Headers is null ? "{}" : e.Headers + " " },
        _ => e with { Data = ChangedByte(e.Data, random) },
    };

    private static string ChangedByte(string text, Random random)
    {
        var at = random.Next(text.Length);
        return text[..at] + (text[at] == 'x' ? 'y' : 'x') + text[(at + 1)..];
    }
}
