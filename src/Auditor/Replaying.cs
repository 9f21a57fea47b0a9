using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Auditor.Checking;
using Marketplace.Auditor.Format;
using Marketplace.Auditor.Reading;

namespace Marketplace.Auditor;

/// <summary>Shows one stream event by event, as text for people.</summary>
internal static class Replaying
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static int Run(IEnumerable<string> args, TextWriter output)
    {
        var arguments = new Arguments(args, "file", "connection", "stream");
        var stream = arguments.Id("stream");
        using var history = Sources.History(arguments);
        var events = history is Database database ? database.Stream(stream) : InOrder(history, stream);
        var count = 0;
        foreach (var e in events)
        {
            count++;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{e.Version,5}  {e.RecordedAt:yyyy-MM-dd HH:mm:ss.ffffff} UTC  {e.Type}  (sequence {e.Sequence}, id {e.Id})"));
            foreach (var line in Body(e.Data).Split('\n')) output.WriteLine($"       {line}");
            foreach (var (account, amount) in LegsOf(e)) output.WriteLine($"       {account,-12} {amount,12:+0;-0;0} kopecks");
        }

        output.WriteLine(count > 0 ? $"OK {count} events of {stream}" : $"BAD stream-unknown stream={stream}: it has no events");
        return count > 0 ? Commands.Good : Commands.Bad;
    }

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

    private static string Body(string data)
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
