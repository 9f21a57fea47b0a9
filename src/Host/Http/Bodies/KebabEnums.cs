using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Host.Http;

/// <summary>
/// Enums as one exact kebab-case word. The framework's converter also takes «WrongItem» and, worse, «wrong-item, changed-mind»,
/// which it adds up to a third value.
/// </summary>
public sealed class KebabEnums : JsonConverterFactory
{
    /// <inheritdoc />
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    /// <inheritdoc />
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

    /// <summary>The words of an enum, in the order of its values.</summary>
    public static IReadOnlyList<string> WordsOf(Type type) => [.. Enum.GetNames(type).Select(JsonNamingPolicy.KebabCaseLower.ConvertName)];

    /// <summary>Reads a word of a query or route; false for anything that is not exactly one of the words.</summary>
    public static bool TryParse<TEnum>(string? word, out TEnum value) where TEnum : struct, Enum
    {
        value = default;
        return word is not null && Words<TEnum>.Values.TryGetValue(word, out value);
    }

    private static class Words<TEnum> where TEnum : struct, Enum
    {
        public static readonly FrozenDictionary<string, TEnum> Values =
            Enum.GetNames<TEnum>().ToFrozenDictionary(JsonNamingPolicy.KebabCaseLower.ConvertName, Enum.Parse<TEnum>, StringComparer.Ordinal);

        public static readonly FrozenDictionary<TEnum, string> Names =
            Values.DistinctBy(pair => pair.Value).ToFrozenDictionary(pair => pair.Value, pair => pair.Key);
    }

    private sealed class Converter<TEnum> : JsonConverter<TEnum> where TEnum : struct, Enum
    {
        public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && TryParse(reader.GetString(), out TEnum value)
                ? value
                : throw new RequestFaultException(RequestFaults.UnknownValue(WordsOf(typeof(TEnum))));

        public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) => writer.WriteStringValue(NameOf(value));

        public override TEnum ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TryParse(reader.GetString(), out TEnum value) ? value : throw new RequestFaultException(RequestFaults.UnknownValue(WordsOf(typeof(TEnum))));

        public override void WriteAsPropertyName(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) => writer.WritePropertyName(NameOf(value));

        private static string NameOf(TEnum value) => Words<TEnum>.Names.TryGetValue(value, out var name)
            ? name
            : throw new JsonException($"{typeof(TEnum).Name} has no word for the value {value:D}.");
    }
}
