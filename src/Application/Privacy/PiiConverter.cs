using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Domain;

namespace Marketplace.Application.Privacy;

/// <summary>
/// <c>{"pii":1,"of":subject,"class":"phone","box":base64}</c>, 2 for a long value that was packed; an erased value has no box. The subject stays readable so that
/// an auditor can count what belongs to whom without a key.
/// </summary>
internal sealed class PiiConverter<T>(IDataKeys? keys) : JsonConverter<Pii<T>> where T : class
{
    private const int OnStack = 512;

    public override void Write(Utf8JsonWriter writer, Pii<T> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        if (value.Value is string text) WriteText(writer, value, text);
        else if (value.Value is { } record) WriteValue(writer, value, JsonSerializer.SerializeToUtf8Bytes(record, options));
        else WriteHead(writer, value, PiiBox.Format);
        writer.WriteEndObject();
    }

    public override Pii<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException();
        var (format, subject, @class, box) = (0, Guid.Empty, "", default(byte[]));
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // In any order: PostgreSQL's jsonb keeps its own.
            if (reader.ValueTextEquals("pii"u8) && reader.Read()) format = reader.GetInt32();
            else if (reader.ValueTextEquals("of"u8) && reader.Read()) subject = reader.GetGuid();
            else if (reader.ValueTextEquals("class"u8) && reader.Read()) @class = reader.GetString() ?? "";
            else if (reader.ValueTextEquals("box"u8) && reader.Read()) box = reader.TryGetBytesFromBase64(out var bytes) ? bytes : [];
            else throw new JsonException("A stored personal value has a member that is not known.");
        }

        if (format is not (PiiBox.Format or PiiBox.PackedFormat)) throw new JsonException($"A stored personal value has the unknown format {format}.");
        return new Pii<T>(subject, @class, box is null ? null : Open(format, subject, @class, box, options));
    }

    private void WriteText(Utf8JsonWriter writer, Pii<T> value, string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        var rented = length > OnStack ? ArrayPool<byte>.Shared.Rent(length) : null;
        var clear = rented is null ? stackalloc byte[OnStack] : rented;
        Encoding.UTF8.GetBytes(text, clear);
        WriteValue(writer, value, clear[..length]);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
    }

    private void WriteValue(Utf8JsonWriter writer, Pii<T> value, Span<byte> clear)
    {
        if (clear.Length >= Packing.Worthwhile)
        {
            var rented = ArrayPool<byte>.Shared.Rent(clear.Length);
            var packed = rented.AsSpan(0, clear.Length);
            if (Packing.TryPack(clear, packed, out var length)) WriteBox(writer, value, packed[..length], PiiBox.PackedFormat);
            else WriteBox(writer, value, clear, PiiBox.Format);
            // Both, so that no clear text waits in a pool or on a heap for the next dump.
            CryptographicOperations.ZeroMemory(packed);
            ArrayPool<byte>.Shared.Return(rented);
        }
        else
        {
            WriteBox(writer, value, clear, PiiBox.Format);
        }

        CryptographicOperations.ZeroMemory(clear);
    }

    private static void WriteHead(Utf8JsonWriter writer, Pii<T> value, int format)
    {
        writer.WriteNumber("pii"u8, format);
        writer.WriteString("of"u8, value.Subject);
        writer.WriteString("class"u8, value.Class);
    }

    private void WriteBox(Utf8JsonWriter writer, Pii<T> value, ReadOnlySpan<byte> clear, int format)
    {
        WriteHead(writer, value, format);
        var key = keys?.Find(value.Subject) ?? throw new SubjectErasedException(value.Subject);
        var length = clear.Length + Aead.Overhead;
        var rented = length > OnStack ? ArrayPool<byte>.Shared.Rent(length) : null;
        var box = (rented is null ? stackalloc byte[OnStack] : rented)[..length];
        PiiBox.Seal(key, value.Subject, value.Class, clear, box, format);
        writer.WriteBase64String("box"u8, box);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
    }

    private T? Open(int format, Guid subject, string @class, byte[] box, JsonSerializerOptions options)
    {
        if (keys?.Find(subject) is not { } key) return null;
        var length = box.Length - Aead.Overhead;
        if (length < 0) throw new PiiTamperedException(subject, @class);
        var rented = length > OnStack ? ArrayPool<byte>.Shared.Rent(length) : null;
        var clear = (rented is null ? stackalloc byte[OnStack] : rented)[..length];
        try
        {
            if (!PiiBox.TryOpen(key, subject, @class, box, clear, format)) throw new PiiTamperedException(subject, @class);
            return format == PiiBox.PackedFormat ? Unpack(clear, options) : Value(clear, options);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(clear);
            if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        }
    }

    // What is here was sealed by this house: a length that is none can only be a fault of its own.
    private static T? Unpack(ReadOnlySpan<byte> packed, JsonSerializerOptions options)
    {
        var rented = ArrayPool<byte>.Shared.Rent(Math.Max(0, Packing.LengthOf(packed)));
        var clear = rented.AsSpan(0, Math.Max(0, Packing.LengthOf(packed)));
        try
        {
            return Packing.TryUnpack(packed, clear) ? Value(clear, options) : throw new JsonException("A stored personal value was packed in another way.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(clear);
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static T? Value(ReadOnlySpan<byte> clear, JsonSerializerOptions options) =>
        typeof(T) == typeof(string) ? (T)(object)Encoding.UTF8.GetString(clear) : JsonSerializer.Deserialize<T>(clear, options);
}
