using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Marketplace.Auditor.Reading;

namespace Marketplace.Auditor.Format;

/// <summary>An event and the proof that a signed checkpoint contains it (docs/audit-format.md, 8).</summary>
public sealed record Proof(StoredEvent Event, long Index, long Size, IReadOnlyList<byte[]> Hashes, string Checkpoint)
{
    /// <summary>Reads one, as the API and <c>prove</c> write it.</summary>
    public static Proof Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        StoredEvent? happened = null;
        long index = -1, size = 0;
        var hashes = new List<byte[]>();
        var checkpoint = "";
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            if (name == "event")
            {
                happened = LineParser.Event(ref reader);
                continue;
            }

            reader.Read();
            if (name == "index") index = reader.GetInt64();
            else if (name == "size") size = reader.GetInt64();
            else if (name == "checkpoint") checkpoint = reader.GetString()!;
            else if (name == "hashes") while (reader.Read() && reader.TokenType == JsonTokenType.String) hashes.Add(Convert.FromHexString(reader.GetString()!));
            else reader.Skip();
        }

        return new Proof(happened ?? throw new JsonException("it has no event"), index, size, hashes, checkpoint);
    }

    /// <summary>What is wrong with it; null when it holds.</summary>
    /// <param name="keys">Whose signatures are trusted; null to check none.</param>
    public string? Fault(PublicKeys? keys)
    {
        if (Note.Read(Checkpoint) is not { } note) return "its checkpoint is none";
        if (note.Size != Size) return $"its checkpoint is of size {note.Size}, not {Size}";
        if (MerkleTree.RootOf(new LeafHash().Of(Event), Index, Size, Hashes) is not { } root || !root.AsSpan().SequenceEqual(note.Root)) return "the event does not lead to the root that was signed";
        return keys is null || keys.HaveSigned(note) ? null : "none of the trusted keys has signed its checkpoint, or one of them wrongly";
    }

    /// <summary>Its JSON.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject("event");
            LineWriter.Write(json, Event);
            json.WriteEndObject();
            json.WriteString("leaf", Convert.ToHexStringLower(new LeafHash().Of(Event)));
            json.WriteNumber("index", Index);
            json.WriteNumber("size", Size);
            json.WriteStartArray("hashes");
            foreach (var hash in Hashes) json.WriteStringValue(Convert.ToHexStringLower(hash));
            json.WriteEndArray();
            json.WriteString("checkpoint", Checkpoint);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
