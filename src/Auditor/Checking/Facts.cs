using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Auditor.Format;

namespace Marketplace.Auditor.Checking;

/// <summary>
/// What a stream has said of itself: the newest value of every member that its events had. It is made without the product's code, so
/// it shows what was written and not what the product makes of it.
/// </summary>
/// <param name="first">The type of its first event.</param>
internal sealed class Facts(string first)
{
    private readonly JsonObject members = [];
    private StoredEvent? last;

    /// <summary>Takes the next event.</summary>
    public void Add(StoredEvent e)
    {
        last = e;
        try
        {
            if (JsonNode.Parse(e.Data.Bytes.Span) is not JsonObject body) return;
            foreach (var (name, value) in body) members[name] = value?.DeepClone();
        }
        catch (JsonException)
        {
            // An unreadable body is shown where its event is; it says nothing that could be kept.
        }
    }

    /// <summary>Writes it.</summary>
    public void Show(Guid stream, TextWriter output)
    {
        output.WriteLine($"STATE  stream {stream} at version {last?.Version}, begun by {first}, last {last?.Type}");
        foreach (var line in Replaying.Body(members.ToJsonString()).Split('\n')) output.WriteLine($"       {line}");
    }
}
