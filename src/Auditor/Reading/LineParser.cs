using System.Text.Json;
using Marketplace.Auditor.Format;

namespace Marketplace.Auditor.Reading;

/// <summary>Reads the JSON of one line of an export (docs/audit-format.md, 6).</summary>
public static class LineParser
{
    /// <summary>Reads one line, whatever the order of its members.</summary>
    /// <exception cref="JsonException">It is no line of an export.</exception>
    public static Line Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        string? kind = null, note = null;
        StoredEvent? happened = null;
        StoredLeaf? leaf = null;
        Place? place = null;
        long size = 0, events = 0, checkpoints = 0;
        var at = default(DateTime);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("kind"u8)) kind = Next(ref reader).GetString();
            else if (reader.ValueTextEquals("event"u8)) happened = Event(ref reader);
            else if (reader.ValueTextEquals("leaf"u8)) leaf = Leaf(ref reader);
            else if (reader.ValueTextEquals("place"u8)) place = PlaceOf(ref reader);
            else if (reader.ValueTextEquals("size"u8)) size = Next(ref reader).GetInt64();
            else if (reader.ValueTextEquals("note"u8)) note = Next(ref reader).GetString();
            else if (reader.ValueTextEquals("events"u8)) events = Next(ref reader).GetInt64();
            else if (reader.ValueTextEquals("checkpoints"u8)) checkpoints = Next(ref reader).GetInt64();
            else if (reader.ValueTextEquals("exportedAt"u8)) at = Next(ref reader).GetDateTime();
            else Next(ref reader).Skip();
        }

        return kind switch
        {
            "event" => new EventLine(happened, leaf, place),
            "checkpoint" when note is not null => new CheckpointLine(size, note),
            "header" => new HeaderLine(at),
            "footer" => new FooterLine(events, checkpoints),
            _ => throw new JsonException($"unknown kind «{kind}»"),
        };
    }

    /// <summary>Reads the members of an event.</summary>
    public static StoredEvent Event(ref Utf8JsonReader reader)
    {
        Next(ref reader);
        long sequence = 0, version = 0, timestamp = 0;
        Guid id = default, stream = default;
        var (type, data) = ("", (Utf8Text)"");
        byte[]? binary = null;
        string? tenant = null, dotnetType = null, correlation = null, causation = null, headers = null, user = null;
        var archived = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("sequence"u8)) sequence = Next(ref reader).GetInt64();
            else if (reader.ValueTextEquals("id"u8)) id = Next(ref reader).GetGuid();
            else if (reader.ValueTextEquals("stream"u8)) stream = Next(ref reader).GetGuid();
            else if (reader.ValueTextEquals("version"u8)) version = Next(ref reader).GetInt64();
            else if (reader.ValueTextEquals("type"u8)) type = Next(ref reader).GetString()!;
            else if (reader.ValueTextEquals("data"u8)) data = Utf8(ref Next(ref reader));
            else if (reader.ValueTextEquals("binary"u8)) binary = Next(ref reader).TokenType == JsonTokenType.Null ? null : reader.GetBytesFromBase64();
            else if (reader.ValueTextEquals("timestamp"u8)) timestamp = Next(ref reader).GetInt64();
            else if (reader.ValueTextEquals("tenant"u8)) tenant = Next(ref reader).GetString();
            else if (reader.ValueTextEquals("dotnetType"u8)) dotnetType = Next(ref reader).GetString();
            else if (reader.ValueTextEquals("correlation"u8)) correlation = Next(ref reader).GetString();
            else if (reader.ValueTextEquals("causation"u8)) causation = Next(ref reader).GetString();
            else if (reader.ValueTextEquals("headers"u8)) headers = Next(ref reader).GetString();
            else if (reader.ValueTextEquals("user"u8)) user = Next(ref reader).GetString();
            else if (reader.ValueTextEquals("archived"u8)) archived = Next(ref reader).GetBoolean();
            else Next(ref reader).Skip();
        }

        return new StoredEvent
        {
            Sequence = sequence,
            Id = id,
            Stream = stream,
            Version = version,
            Type = type,
            Data = data,
            Binary = binary,
            Timestamp = timestamp,
            Tenant = tenant,
            DotnetType = dotnetType,
            Correlation = correlation,
            Causation = causation,
            Headers = headers,
            User = user,
            Archived = archived,
        };
    }

    private static StoredLeaf Leaf(ref Utf8JsonReader reader)
    {
        Next(ref reader);
        long sequence = 0, version = 0;
        Guid stream = default;
        byte[] hash = [], chain = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("sequence"u8)) sequence = Next(ref reader).GetInt64();
            else if (reader.ValueTextEquals("stream"u8)) stream = Next(ref reader).GetGuid();
            else if (reader.ValueTextEquals("version"u8)) version = Next(ref reader).GetInt64();
            else if (reader.ValueTextEquals("hash"u8)) hash = Hex(ref reader);
            else if (reader.ValueTextEquals("chain"u8)) chain = Hex(ref reader);
            else Next(ref reader).Skip();
        }

        return new StoredLeaf(sequence, stream, version, hash, chain);
    }

    private static Place PlaceOf(ref Utf8JsonReader reader)
    {
        Next(ref reader);
        long index = 0, version = 0;
        Guid stream = default;
        byte[] hash = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("index"u8)) index = Next(ref reader).GetInt64();
            else if (reader.ValueTextEquals("stream"u8)) stream = Next(ref reader).GetGuid();
            else if (reader.ValueTextEquals("version"u8)) version = Next(ref reader).GetInt64();
            else if (reader.ValueTextEquals("hash"u8)) hash = Hex(ref reader);
            else Next(ref reader).Skip();
        }

        return new Place(index, stream, version, hash);
    }

    private static ref Utf8JsonReader Next(ref Utf8JsonReader reader)
    {
        reader.Read();
        return ref reader;
    }

    private static Utf8Text Utf8(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null) return default;
        var bytes = new byte[reader.ValueSpan.Length];
        var length = reader.CopyString(bytes);
        return new Utf8Text(length == bytes.Length ? bytes : bytes[..length]);
    }

    private static byte[] Hex(ref Utf8JsonReader reader)
    {
        try
        {
            // Hashes need no escapes; whoever writes some all the same is understood.
            Next(ref reader);
            return reader is { TokenType: JsonTokenType.String, ValueIsEscaped: false } ? Convert.FromHexString(reader.ValueSpan) : Convert.FromHexString(reader.GetString()!);
        }
        catch (FormatException e)
        {
            throw new JsonException(e.Message, e);
        }
    }
}
