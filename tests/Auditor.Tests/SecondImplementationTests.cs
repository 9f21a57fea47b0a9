using System.Security.Cryptography;
using System.Text.RegularExpressions;
using FluentAssertions;
using Marketplace.Auditor.Format;
using Marketplace.Tests.Shared;
using Xunit;

namespace Marketplace.Auditor.Tests;

/// <summary>
/// A verifier in Python, written from docs/audit-format.md, says the same as ours: what the document says is enough. Python 3 is
/// on most machines; where it is not, this fails and says so (.ci/run installs it).
/// </summary>
public sealed class SecondImplementationTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("marketplace-audit-").FullName;

    /// <summary>What is done, and the code of the first finding, as docs/audit-format.md, 9 orders them.</summary>
    public static TheoryData<string, string> Deeds => new()
    {
        { "nothing", "" }, { "a byte", "leaf-differs" }, { "a field", "leaf-differs" }, { "a swap", "tree-differs" }, { "an insertion", "leaf-missing" }, { "a leaf", "leaf-missing" },
        { "a chain", "chain-differs" }, { "a deletion", "event-gone" }, { "the newest", "checkpoint-beyond" }, { "all of the newest", "checkpoint-beyond" }, { "a rewriting", "root-differs" },
        { "a forger", "signature" }, { "a forger beside the anchors", "anchor-differs|root-differs" }, { "a note", "signature" }, { "a sum", "sums-differ" }, { "a taken checkpoint", "anchor-extra" }, { "a missing anchor", "anchor-missing" }, { "other anchors", "anchor-differs" },
        { "a cut", "unreadable" }, { "a torn line", "unreadable" }, { "a member of another kind", "unreadable" }, { "a version", "leaf-moved" }, { "a place", "index-gap" },
        { "a count", "footer-differs" }, { "huge amounts", "" }, { "an amount too large", "postings" }, { "an amount that turned", "postings" }, { "half an amount", "postings" }, { "an unheard-of checkpoint", "checkpoint-malformed" },
    };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Deeds))]
    public void U3_an_implementation_in_another_language_finds_the_same_at_the_same_place(string deed, string expected)
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var history = Tampered(MadeHistory.Of(seed, 60, waiting: 0), deed, new Random(seed));
            var (file, key, anchors) = history.Write(folder);
            if (deed == "a cut") File.WriteAllLines(file, File.ReadAllLines(file).SkipLast(2));
            if (deed == "a torn line") File.WriteAllLines(file, File.ReadAllLines(file).Select((l, i) => i == 20 ? l[..^9] : l));
            if (deed == "a member of another kind") File.WriteAllText(file, new Regex("\"timestamp\":([0-9]+),").Replace(File.ReadAllText(file), "\"timestamp\":\"$1\",", 1));
            if (deed == "a count") File.WriteAllText(file, File.ReadAllText(file).Replace("\"events\":60,", "\"events\":59,", StringComparison.Ordinal));

            var (code, said) = Ours("verify", "--file", file, "--key", key, "--checkpoints", anchors);
            var first = said.Split('\n').FirstOrDefault(l => l.StartsWith("BAD ", StringComparison.Ordinal) && l.Contains('='))?.Split(": ")[0];

            SecondImplementation.Run(file, key, anchors).Should().Be((code, first ?? "OK 60"), $"seed {seed}: {said}");
            expected.Split('|').Should().Contain(first is null ? "" : first.Split(' ')[1], $"seed {seed}: {said}");
            code.Should().Be(expected.Length == 0 ? 0 : 1);
        }
    }

    [Fact]
    public void What_is_no_export_is_told_apart_from_a_bad_one()
    {
        var (file, key, anchors) = MadeHistory.Of(1, 20).Write(folder);
        File.WriteAllText(file, "something else\n");

        Ours("verify", "--file", file, "--key", key, "--checkpoints", anchors).Code.Should().Be(2);
        SecondImplementation.Run(file, key, anchors).Code.Should().Be(2);
    }

    private static MadeHistory Tampered(MadeHistory history, string deed, Random random)
    {
        var at = history.Events[random.Next(history.Events.Count)];
        var line = (EventLine)history.Lines[at];
        var other = (EventLine)history.Lines[history.Events.First(i => i != at && ((EventLine)history.Lines[i]).Event!.Type != line.Event!.Type)];
        MadeHistory Replaced(Line by) => history.With(history.Lines.Select((l, i) => i == at ? by : l));
        MadeHistory Rewritten(ECDsa? forger)
        {
            var events = history.Lines.OfType<EventLine>().Select(l => l.Event!).ToList();
            events[random.Next(events.Count)] = events[3] with { User = "somebody" };
            return history.Rewritten(MadeHistory.Renumbered(events), forger);
        }

        // As large as an amount can be, three times, in a stream of its own; then another.
        MadeHistory Amounts(string last)
        {
            var before = history.Lines.OfType<EventLine>().Select(l => l.Event!).Take(56).ToList();
            var huge = new[] { ("wallet_credited", "9000000000000000000"), ("funds_held", "9000000000000000000"), ("hold_captured", "9000000000000000000"), ("funds_held", last) };
            return history.Rewritten(
                [.. before, .. huge.Select((h, i) => before[0] with { Sequence = 100 + i, Id = Guid.NewGuid(), Stream = new Guid(1, 2, 3, new byte[8]), Version = i + 1, Type = h.Item1, Data = $$"""{"amount": {{h.Item2}}, "source": "top-up", "purpose": "withdrawal"}""" })],
                history.Key, everywhere: true);
        }

        return deed switch
        {
            "a byte" => Replaced(line with { Event = line.Event! with { Data = line.Event.Data.ToString().Replace('a', 'e') + " " } }),
            "a field" => Replaced(line with { Event = line.Event! with { Causation = line.Event.Causation is null ? "" : null } }),
            "a swap" => Replaced(other with { Place = line.Place }),
            "an insertion" => history.With([.. history.Lines, new EventLine(line.Event! with { Sequence = 999, Id = Guid.Empty }, null, null)]),
            "a leaf" => Replaced(line with { Leaf = null }),
            "a chain" => Replaced(line with { Leaf = line.Leaf! with { Chain = new byte[32] } }),
            "a deletion" => Replaced(line with { Event = null }),
            "the newest" => history.With(history.Lines.SkipLast(2)),
            "all of the newest" => history.With(history.Lines.Take(history.Lines.FindLastIndex(history.Lines.Count - 2, l => l is CheckpointLine) + 1)),
            "a rewriting" => Rewritten(null),
            "a forger" => Rewritten(Forger()) with { Anchored = [] },
            "a forger beside the anchors" => Rewritten(Forger()),
            "a note" => history.With(history.Lines.Select(l => l is CheckpointLine c ? c with { Note = c.Note.Replace("wallets ", "wallets 1", StringComparison.Ordinal) } : l)) with { Anchored = [] },
            "a sum" => history.Signed(text => Regex.Replace(text, "(?<=wallets .*)[0-9](?=\n)", d => d.Value == "9" ? "0" : "9")),
            "an unheard-of checkpoint" => history.Signed(text => text.Replace("holds ", "held ", StringComparison.Ordinal)),
            "a taken checkpoint" => history.With(history.Lines.Where((l, i) => i != history.Lines.FindIndex(x => x is CheckpointLine))),
            "a missing anchor" => history with { Anchored = [.. history.Anchored.Skip(1)] },
            "other anchors" => history with { Anchored = history.Signed(text => text.Replace("09:00:00Z", "09:00:01Z", StringComparison.Ordinal)).Anchored },
            "a place" => Replaced(line with { Place = line.Place! with { Index = line.Place.Index + 1 } }),
            "huge amounts" => Amounts("9000000000000000000"),
            "an amount too large" => Amounts("9223372036854775808"),
            "an amount that turned" => Amounts("-9223372036854775808"),
            "half an amount" => Amounts("0.5"),
            "a version" => Replaced(line with { Leaf = line.Leaf! with { Version = line.Leaf.Version + 1 } }),
            _ => history,
        };
    }

    private static ECDsa Forger() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static (int Code, string Said) Ours(params string[] args)
    {
        using var output = new StringWriter();
        var code = Commands.Run(args, output, TextWriter.Null);
        return (code, output.ToString());
    }
}
