using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Marketplace.Auditor.Format;

namespace Marketplace.Auditor.Reading;

/// <summary>Writes the lines of an export (docs/audit-format.md, 6). Members without a value are left out.</summary>
public sealed class LineWriter(Stream output) : IDisposable
{
    private readonly ArrayBufferWriter<byte> line = new(4096);
    private readonly Utf8JsonWriter json = new(Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>How many events were written.</summary>
    public long Events { get; private set; }

    /// <summary>How many checkpoints were written.</summary>
    public long Checkpoints { get; private set; }

    /// <summary>Writes a whole export.</summary>
    public void WriteAll(IEnumerable<Line> lines, DateTime exportedAt, Action<long> progress)
    {
        Write(new HeaderLine(exportedAt));
        foreach (var each in lines)
        {
            Write(each);
            progress(Events);
        }

        Write(new FooterLine(Events, Checkpoints));
    }

    /// <summary>Writes one line.</summary>
    public void Write(Line each)
    {
        line.ResetWrittenCount();
        json.Reset(line);
        json.WriteStartObject();
        switch (each)
        {
            case EventLine e:
                Events++;
                json.WriteString("kind"u8, "event"u8);
                Write(e);
                break;
            case CheckpointLine c:
                Checkpoints++;
                json.WriteString("kind"u8, "checkpoint"u8);
                json.WriteNumber("size"u8, c.Size);
                json.WriteString("note"u8, c.Note);
                break;
            case HeaderLine h:
                json.WriteString("kind"u8, "header"u8);
                json.WriteString("format"u8, "marketplace-audit-export-v1"u8);
                json.WriteString("exportedAt"u8, h.ExportedAt);
                break;
            case FooterLine f:
                json.WriteString("kind"u8, "footer"u8);
                json.WriteNumber("events"u8, f.Events);
                json.WriteNumber("checkpoints"u8, f.Checkpoints);
                break;
        }

        json.WriteEndObject();
        json.Flush();
        output.Write(line.WrittenSpan);
        output.WriteByte((byte)'\n');
    }

    /// <summary>Writes the members of an event.</summary>
    public static void Write(Utf8JsonWriter json, StoredEvent e)
    {
        json.WriteNumber("sequence"u8, e.Sequence);
        json.WriteString("id"u8, e.Id);
        json.WriteString("stream"u8, e.Stream);
        json.WriteNumber("version"u8, e.Version);
        json.WriteString("type"u8, e.Type);
        json.WriteString("data"u8, e.Data.Bytes.Span);
        if (e.Binary is not null) json.WriteBase64String("binary"u8, e.Binary);
        json.WriteNumber("timestamp"u8, e.Timestamp);
        if (e.Tenant is not null) json.WriteString("tenant"u8, e.Tenant);
        if (e.DotnetType is not null) json.WriteString("dotnetType"u8, e.DotnetType);
        if (e.Correlation is not null) json.WriteString("correlation"u8, e.Correlation);
        if (e.Causation is not null) json.WriteString("causation"u8, e.Causation);
        if (e.Headers is not null) json.WriteString("headers"u8, e.Headers);
        if (e.User is not null) json.WriteString("user"u8, e.User);
        json.WriteBoolean("archived"u8, e.Archived);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        json.Dispose();
        output.Dispose();
    }

    private void Write(EventLine e)
    {
        if (e.Place is { } place)
        {
            json.WriteStartObject("place"u8);
            json.WriteNumber("index"u8, place.Index);
            json.WriteString("stream"u8, place.Stream);
            json.WriteNumber("version"u8, place.Version);
            json.WriteString("hash"u8, Convert.ToHexStringLower(place.Hash));
            json.WriteEndObject();
        }

        if (e.Leaf is { } leaf)
        {
            json.WriteStartObject("leaf"u8);
            json.WriteNumber("sequence"u8, leaf.Sequence);
            json.WriteString("stream"u8, leaf.Stream);
            json.WriteNumber("version"u8, leaf.Version);
            json.WriteString("hash"u8, Convert.ToHexStringLower(leaf.Hash));
            json.WriteString("chain"u8, Convert.ToHexStringLower(leaf.Chain));
            json.WriteEndObject();
        }

        if (e.Event is null) return;
        json.WriteStartObject("event"u8);
        Write(json, e.Event);
        json.WriteEndObject();
    }
}
