using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Domain;

namespace Marketplace.Application.Tests.StoredEvents;

/// <summary>
/// Writes every personal value as <c>"[pii]"</c>. The real converter encrypts with a random nonce and needs the subject's key
/// from the vault: its output differs at every write, so no snapshot can be made of it.
/// </summary>
internal sealed class PiiMarker : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Pii<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Marker<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Marker<T> : JsonConverter<Pii<T>> where T : class
    {
        public override Pii<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            reader.GetString();
            return new Pii<T>(Guid.Empty, "", null);
        }

        public override void Write(Utf8JsonWriter writer, Pii<T> value, JsonSerializerOptions options) => writer.WriteStringValue("[pii]");
    }
}
