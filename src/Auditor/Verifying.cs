using System.Globalization;
using Marketplace.Auditor.Checking;
using Marketplace.Auditor.Reading;

namespace Marketplace.Auditor;

/// <summary>Verifies an export or a database and says what it found.</summary>
internal static class Verifying
{
    private const int Shown = 20;

    public static int Run(IEnumerable<string> args, TextWriter output, TextWriter errors, TimeProvider clock)
    {
        var arguments = new Arguments(args, "file", "connection", "checkpoints", "key", "max-uncovered");
        var patience = Patience(arguments);
        // Before the history: of two things that grow, the one that follows must be looked at first.
        var anchored = arguments["checkpoints"] is { } anchors ? Anchors.In(anchors) : null;
        var keys = Sources.Keys(arguments);
        using var history = Sources.History(arguments);
        var progress = new Progress(errors, "verified", clock);
        var now = DateTime.UtcNow;
        var verdict = Verifier.Verify(history.Lines(), keys, anchored, progress.At);
        errors.WriteLine(progress.Text(verdict.Events));
        foreach (var finding in verdict.Findings.First.Take(Shown)) output.WriteLine(finding);
        if (verdict.Findings.Count > Shown) output.WriteLine($"… and {verdict.Findings.Count - Shown} more, most of which follow from these");
        foreach (var (account, sum) in verdict.Ledger.Sums.OrderBy(s => s.Key, StringComparer.Ordinal)) output.WriteLine($"   {account,-12} {sum,18}");
        output.WriteLine(Summary(verdict));
        var stopped = Uncovered(verdict, verdict.ExportedAt ?? now, patience, output);
        if (keys is null) output.WriteLine("   Signatures were not checked: give --key.");
        if (arguments["checkpoints"] is null) output.WriteLine("   Nothing outside the database was compared: give --checkpoints.");
        return verdict.Holds && !stopped ? Commands.Good : Commands.Bad;
    }

    // A signer that has stopped leaves a history in which nothing is wrong, and ever more that could be changed.
    private static bool Uncovered(Verdict verdict, DateTime at, long? patience, TextWriter output)
    {
        if (verdict.Waiting is not { Events: var events, Since: { } since }) return false;
        var age = (long)Math.Max(0, Math.Floor((at - since).TotalSeconds));
        var text = string.Create(CultureInfo.InvariantCulture, $"{events} events are in no checkpoint, the oldest since {since:yyyy-MM-dd HH:mm:ss} UTC, {age} s before {(verdict.ExportedAt is null ? "now" : "the export")}");
        var stopped = age > patience;
        output.WriteLine(stopped ? string.Create(CultureInfo.InvariantCulture, $"BAD uncovered since={since:yyyy-MM-ddTHH:mm:ss.ffffff}Z: {text}") : $"   {text}.");
        return stopped;
    }

    private static long? Patience(Arguments arguments) => arguments["max-uncovered"] is not { } text
        ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : throw new InputException("--max-uncovered is a number of seconds.");

    private static string Summary(Verdict v) =>
        $"{(v.Holds ? "OK" : $"BAD: {v.Findings.Count} findings,")} {v.Events} events, {v.Checkpoints} checkpoints, the last of size {v.Covered}"
        + (v.NotAnchored > 0 ? $", {v.NotAnchored} of them newer than the anchor file" : "");
}
