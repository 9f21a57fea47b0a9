using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Marketplace.Application.Json;
using Marketplace.Domain;

namespace Marketplace.Application.Audit;

/// <summary>How auditors see events and states: as they are stored, with <c>[pii]</c> in the place of personal values.</summary>
public static class AuditJson
{
    private static readonly JsonSerializerOptions Options = Create();

    /// <summary>A value without anything personal.</summary>
    public static JsonNode? Of(object? value) => JsonSerializer.SerializeToNode(value, Options);

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions();
        options.Converters.Add(new MaskFactory());
        MarketplaceJson.Configure(options);
        return options;
    }

    private sealed class MaskFactory : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Pii<>);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Mask<>).MakeGenericType(typeToConvert.GenericTypeArguments))!;
    }

    private sealed class Mask<T> : JsonConverter<Pii<T>> where T : class
    {
        public override Pii<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Auditors only read.");

        public override void Write(Utf8JsonWriter writer, Pii<T> value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
