using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Domain;

namespace Marketplace.Application.Privacy;

/// <summary>Writes personal values in clear, so that two of them can be compared in memory; what it writes goes nowhere else.</summary>
internal sealed class RevealingPii : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Pii<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Revealed<>).MakeGenericType(typeToConvert.GenericTypeArguments))!;

    private sealed class Revealed<T> : JsonConverter<Pii<T>> where T : class
    {
        public override Pii<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("It is only written.");

        public override void Write(Utf8JsonWriter writer, Pii<T> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, new { value.Subject, value.Class, value.Value }, options);
    }
}
