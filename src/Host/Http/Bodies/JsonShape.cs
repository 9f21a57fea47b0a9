using System.Text.Json;

namespace Marketplace.Host.Http;

/// <summary>
/// Walks once over a body before it is bound: well-formed to its last byte, not too deep, no array too long, no string too
/// long, no character that cannot be stored, no null where an element should be. Binding alone would stop at the first thing that it does not need.
/// </summary>
internal static class JsonShape
{
    private static readonly JsonReaderOptions Strict = new()
    {
        AllowTrailingCommas = false,
        CommentHandling = JsonCommentHandling.Disallow,
        // One more than allowed, so that too deep is told apart from malformed.
        MaxDepth = RequestLimits.MaxDepth + 1,
    };

    /// <summary>What is wrong, or null.</summary>
    public static RequestFault? FaultOf(ReadOnlySpan<byte> body)
    {
        try
        {
            return Walk(new Utf8JsonReader(body, Strict));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second says that an escape is half of a character.
            return RequestFaults.Malformed;
        }
    }

    private static RequestFault? Walk(Utf8JsonReader reader)
    {
        // Per depth: the number of elements so far, or −1 inside an object.
        Span<int> elements = stackalloc int[RequestLimits.MaxDepth + 2];
        elements[0] = -1;
        while (reader.Read())
        {
            var isStart = reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject;
            if (reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject) continue;
            if (elements[reader.CurrentDepth] >= 0)
            {
                if (reader.TokenType == JsonTokenType.Null) return RequestFaults.NullElement;
                if (++elements[reader.CurrentDepth] > RequestLimits.MaxElements) return RequestFaults.ArrayTooLong;
            }

            if (isStart && reader.CurrentDepth >= RequestLimits.MaxDepth) return RequestFaults.TooDeep;
            if (isStart) elements[reader.CurrentDepth + 1] = reader.TokenType == JsonTokenType.StartArray ? 0 : -1;
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName)) continue;
            if (reader.ValueSpan.Length > RequestLimits.MaxString) return RequestFaults.StringTooLong;
            // As itself it is no JSON; written as an escape it is.
            if (reader.ValueIsEscaped && HasZero(ref reader)) return RequestFaults.ZeroCharacter;
        }

        return null;
    }

    private static bool HasZero(ref Utf8JsonReader reader)
    {
        Span<char> text = stackalloc char[RequestLimits.MaxString];
        return text[..reader.CopyString(text)].Contains('\0');
    }
}
