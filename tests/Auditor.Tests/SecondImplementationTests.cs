using System.Diagnostics;
using FluentAssertions;
using Marketplace.Auditor.Format;
using Xunit;

namespace Marketplace.Auditor.Tests;

/// <summary>
/// A verifier in Python, written from docs/audit-format.md, says the same as ours: what the document says is enough. Python 3 is
/// on most machines; where it is not, this fails and says so (.ci/run installs it).
/// </summary>
public sealed class SecondImplementationTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("marketplace-audit-").FullName;

    public static TheoryData<string> Deeds =>
        ["nothing", "a byte", "a field", "a swap", "an insertion", "a leaf", "a chain", "a deletion", "the newest", "all of the newest", "a rewriting", "a forger", "a sum", "a missing anchor", "a cut", "a torn line", "a version"];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Deeds))]
    public void U3_an_implementation_in_another_language_finds_the_same_at_the_same_place(string deed)
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var history = Tampered(MadeHistory.Of(seed, 60, waiting: 0), deed, new Random(seed));
            var (file, key, anchors) = history.Write(folder);
            if (deed == "a cut") File.WriteAllLines(file, File.ReadAllLines(file).SkipLast(2));
            if (deed == "a torn line") File.WriteAllLines(file, File.ReadAllLines(file).Select((l, i) => i == 20 ? l[..^9] : l));

            var (code, said) = Ours("verify", "--file", file, "--key", key, "--checkpoints", anchors);
            var first = said.Split('\n').FirstOrDefault(l => l.StartsWith("BAD ", StringComparison.Ordinal) && l.Contains('='))?.Split(": ")[0];

            Theirs(file, key, anchors).Should().Be((code, first ?? "OK 60"), $"seed {seed}: {said}");
            code.Should().Be(deed == "nothing" ? 0 : 1);
        }
    }

    [Fact]
    public void What_is_no_export_is_told_apart_from_a_bad_one()
    {
        var (file, key, anchors) = MadeHistory.Of(1, 20).Write(folder);
        File.WriteAllText(file, "something else\n");

        Ours("verify", "--file", file, "--key", key, "--checkpoints", anchors).Code.Should().Be(2);
        Theirs(file, key, anchors).Code.Should().Be(2);
    }

    private static MadeHistory Tampered(MadeHistory history, string deed, Random random)
    {
        var at = history.Events[random.Next(history.Events.Count)];
        var line = (EventLine)history.Lines[at];
        var other = (EventLine)history.Lines[history.Events.First(i => i != at && ((EventLine)history.Lines[i]).Event!.Type != line.Event!.Type)];
        MadeHistory Replaced(Line by) => history.With(history.Lines.Select((l, i) => i == at ? by : l));
        MadeHistory Rewritten(System.Security.Cryptography.ECDsa? forger)
        {
            var events = history.Lines.OfType<EventLine>().Select(l => l.Event!).ToList();
            events[random.Next(events.Count)] = events[3] with { User = "somebody" };
            return history.Rewritten(MadeHistory.Renumbered(events), forger);
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
            "a forger" => Rewritten(System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256)),
            "a sum" => history.With(history.Lines.Select(l => l is CheckpointLine c ? c with { Note = c.Note.Replace("wallets ", "wallets 1", StringComparison.Ordinal) } : l)),
            "a missing anchor" => history.With(history.Lines.Where((l, i) => i != history.Lines.FindIndex(x => x is CheckpointLine))),
            "a version" => Replaced(line with { Leaf = line.Leaf! with { Version = line.Leaf.Version + 1 } }),
            _ => history,
        };
    }

    private static (int Code, string Said) Ours(params string[] args)
    {
        using var output = new StringWriter();
        var code = Commands.Run(args, output, TextWriter.Null);
        return (code, output.ToString());
    }

    private static (int Code, string Said) Theirs(params string[] args)
    {
        var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var arg in args.Prepend(Path.Combine(AppContext.BaseDirectory, "second-implementation", "verify.py"))) start.ArgumentList.Add(arg);
        using var python = Start(start);
        var said = python.StandardOutput.ReadToEnd().Trim();
        var errors = python.StandardError.ReadToEnd();
        python.WaitForExit();
        return (python.ExitCode, python.ExitCode == 2 ? errors : said);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException("This test needs python3 on PATH (package python3).", e);
        }
    }
}
