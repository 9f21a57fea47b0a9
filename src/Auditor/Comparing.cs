using Marketplace.Auditor.Format;
using Marketplace.Auditor.Reading;

namespace Marketplace.Auditor;

/// <summary>
/// Compares two exports of one history. The older must be the beginning of the newer one: what was in no tree then may have its
/// place now, and more may have come.
/// </summary>
internal static class Comparing
{
    public static int Run(IEnumerable<string> args, TextWriter output, TextWriter errors, TimeProvider clock)
    {
        var arguments = new Arguments(args);
        if (arguments.Words.Count != 2) throw new InputException("diff needs two exports, the older first.");
        var progress = new Progress(errors, "compared", clock);
        using ExportFile older = new(arguments.Words[0]), newer = new(arguments.Words[1]);
        using var before = older.Lines().OfType<EventLine>().GetEnumerator();
        using var after = newer.Lines().OfType<EventLine>().GetEnumerator();
        var same = 0L;
        while (before.MoveNext())
        {
            if (before.Current.Place is null) return Rest(before, after, same, output);
            if (!after.MoveNext() || after.Current.Place is null) return Bad(output, before.Current, "the newer export does not have it");
            if (!Same(before.Current, after.Current)) return Bad(output, before.Current, $"the newer export has {after.Current.Position} {after.Current.Event?.Type} there, or another content");
            progress.At(++same);
        }

        var added = 0L;
        while (after.MoveNext()) added++;
        output.WriteLine($"OK {same} events are the same, {added} were added");
        return Commands.Good;
    }

    // What waited for its place then is looked for among everything that came since.
    private static int Rest(IEnumerator<EventLine> before, IEnumerator<EventLine> after, long same, TextWriter output)
    {
        var waiting = new Dictionary<(Guid, long), EventLine>();
        do waiting[Key(before.Current)] = before.Current;
        while (before.MoveNext());
        var added = 0L;
        while (after.MoveNext())
        {
            if (!waiting.Remove(Key(after.Current), out var was)) added++;
            else if (Equal(was.Event, after.Current.Event)) same++;
            else return Bad(output, was, "the newer export has another content");
        }

        if (waiting.Count > 0) return Bad(output, waiting.Values.First(), "the newer export does not have it");
        output.WriteLine($"OK {same} events are the same, {added} were added");
        return Commands.Good;
    }

    private static bool Same(EventLine a, EventLine b) => a.Place!.Index == b.Place!.Index && Equal(a.Event, b.Event);

    private static bool Equal(StoredEvent? a, StoredEvent? b) =>
        a is null || b is null ? a is null && b is null : new LeafHash().Of(a).AsSpan().SequenceEqual(new LeafHash().Of(b));

    private static (Guid, long) Key(EventLine line) => (line.Event?.Stream ?? line.Leaf!.Stream, line.Event?.Version ?? line.Leaf!.Version);

    private static int Bad(TextWriter output, EventLine line, string text)
    {
        output.WriteLine($"BAD diff {line.Position}: {text}");
        return Commands.Bad;
    }
}
