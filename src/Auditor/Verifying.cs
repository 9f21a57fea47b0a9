using Marketplace.Auditor.Checking;
using Marketplace.Auditor.Reading;

namespace Marketplace.Auditor;

/// <summary>Verifies an export or a database and says what it found.</summary>
internal static class Verifying
{
    private const int Shown = 20;

    public static int Run(IEnumerable<string> args, TextWriter output, TextWriter errors)
    {
        var arguments = new Arguments(args, "file", "connection", "checkpoints", "key");
        // Before the history: of two things that grow, the one that follows must be looked at first.
        var anchored = arguments["checkpoints"] is { } anchors ? Anchors.In(anchors) : null;
        var keys = Sources.Keys(arguments);
        using var history = Sources.History(arguments);
        var progress = new Progress(errors, "verified");
        var verdict = Verifier.Verify(history.Lines(), keys, anchored, progress.At);
        errors.WriteLine(progress.Text(verdict.Events));
        foreach (var finding in verdict.Findings.First.Take(Shown)) output.WriteLine(finding);
        if (verdict.Findings.Count > Shown) output.WriteLine($"… and {verdict.Findings.Count - Shown} more, most of which follow from these");
        foreach (var (account, sum) in verdict.Ledger.Sums.OrderBy(s => s.Key, StringComparer.Ordinal)) output.WriteLine($"   {account,-12} {sum,18}");
        output.WriteLine(Summary(verdict));
        if (keys is null) output.WriteLine("   Signatures were not checked: give --key.");
        if (arguments["checkpoints"] is null) output.WriteLine("   Nothing outside the database was compared: give --checkpoints.");
        return verdict.Holds ? Commands.Good : Commands.Bad;
    }

    private static string Summary(Verdict v) =>
        $"{(v.Holds ? "OK" : $"BAD: {v.Findings.Count} findings,")} {v.Events} events, {v.Checkpoints} checkpoints, the last of size {v.Covered}"
        + (v.NotAnchored > 0 ? $", {v.NotAnchored} of them newer than the anchor file" : "");
}
