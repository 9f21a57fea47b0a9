using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Auditor.Checking;
using Marketplace.Auditor.Format;
using Marketplace.Auditor.Reading;

namespace Marketplace.Auditor;

/// <summary>
/// Shows one stream, or all streams of one account, event by event as text for people: what each moved, what the balances are after it,
/// and at the end, or with <c>--states</c> after each event too, what a stream has said of itself by then.
/// </summary>
internal static class Replaying
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static int Run(IEnumerable<string> args, TextWriter output, TextWriter errors, TimeProvider clock)
    {
        var arguments = new Arguments(args, ["states"], ["file", "connection", "stream", "account", "version", "until"]);
        if (arguments["stream"] is null == arguments["account"] is null) throw new InputException("Give --stream or --account.");
        var (of, last, until) = (arguments["stream"] is null ? arguments.Id("account") : arguments.Id("stream"), Version(arguments), Until(arguments));
        // A database finds the streams itself; a file is read through, of an account twice.
        using var given = Sources.History(arguments);
        var history = given is Database ? given : new WatchedHistory(given, new Progress(errors, "read", clock).At);
        var all = arguments["stream"] is null ? AccountEvents.Of(history, of) : history is Database database ? database.Stream(of) : InOrder(history, of);
        var (count, balances, facts) = (0, new SortedDictionary<string, Int128>(StringComparer.Ordinal), new SortedDictionary<Guid, Facts>());
        foreach (var e in all.Where(e => e.Version <= last && e.RecordedAt <= until))
        {
            count++;
            if (!facts.TryGetValue(e.Stream, out var known)) facts[e.Stream] = known = new Facts(e.Type);
            known.Add(e);
            Show(e, arguments["account"] is not null, balances, output);
            if (arguments.Has("states")) known.Show(e.Stream, output);
        }

        foreach (var (stream, known) in facts) known.Show(stream, output);
        var what = arguments["stream"] is null ? "account" : "stream";
        output.WriteLine(count > 0 ? $"OK {count} events of {what} {of}" : $"BAD {what}-unknown {what}={of}: it has no events{(last < long.MaxValue || until < DateTime.MaxValue ? " by then" : "")}");
        return count > 0 ? Commands.Good : Commands.Bad;
    }

    private static void Show(StoredEvent e, bool ofAccount, SortedDictionary<string, Int128> balances, TextWriter output)
    {
        var stream = ofAccount ? $"stream {e.Stream}, " : "";
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{e.Version,5}  {e.RecordedAt:yyyy-MM-dd HH:mm:ss.ffffff} UTC  {e.Type}  ({stream}sequence {e.Sequence}, id {e.Id})"));
        foreach (var line in Body(e.Data).Split('\n')) output.WriteLine($"       {line}");
        foreach (var (account, amount) in LegsOf(e))
        {
            output.WriteLine($"       {account,-12} {amount,12:+0;-0;0} kopecks");
            balances[account] = balances.GetValueOrDefault(account) + amount;
        }

        if (balances.Count > 0) output.WriteLine($"       after it: {string.Join(", ", balances.Select(b => string.Create(CultureInfo.InvariantCulture, $"{b.Key} {b.Value}")))}");
    }

    private static long Version(Arguments arguments)
    {
        if (arguments["version"] is not { } text) return long.MaxValue;
        if (arguments["account"] is not null) throw new InputException("An account has no version: give --until.");
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0 ? version : throw new InputException("--version is a number from 1 on.");
    }

    private static DateTime Until(Arguments arguments) => arguments["until"] is not { } text
        ? DateTime.MaxValue
        : DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var until)
            ? until
            : throw new InputException("--until is a time such as 2026-11-27T09:00:00Z.");

    // An export is in the order of the tree; one stream fits into memory.
    private static IEnumerable<StoredEvent> InOrder(IHistory history, Guid stream) =>
        history.Lines().OfType<EventLine>().Select(l => l.Event).OfType<StoredEvent>().Where(e => e.Stream == stream).OrderBy(e => e.Version);

    private static IReadOnlyList<(string Account, long Amount)> LegsOf(StoredEvent e)
    {
        try
        {
            return Legs.Of(e.Type, e.Data);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException)
        {
            return [("unreadable", 0)];
        }
    }

    internal static string Body(string data)
    {
        try
        {
            return Masked(JsonNode.Parse(data))?.ToJsonString(Readable) ?? "null";
        }
        catch (JsonException)
        {
            return data;
        }
    }

    // Ciphertext tells a reader nothing but that something personal was there.
    private static JsonNode? Masked(JsonNode? node)
    {
        if (node is JsonObject { } box && box.ContainsKey("pii") && box["class"] is { } name) return $"[pii {name}]";
        if (node is JsonObject members)
        {
            foreach (var (key, value) in members.ToList())
            {
                members[key] = null;
                members[key] = Masked(value);
            }
        }
        else if (node is JsonArray list)
        {
            for (var i = 0; i < list.Count; i++)
            {
                var item = list[i];
                list[i] = null;
                list[i] = Masked(item);
            }
        }

        return node;
    }
}
