using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Marketplace.Application.Json;
using Marketplace.Domain;

namespace Marketplace.Application.Account;

/// <summary>
/// How a person sees their own events: as they are stored, their own values in clear, nobody else's at all. What is erased is
/// null.
/// </summary>
/// <param name="owner">The person.</param>
public sealed class ExportJson(Guid owner)
{
    // Who of the staff it was is that person's datum, not the customer's.
    private const string Agent = "agentId";
    private const string Support = "support";

    private readonly JsonSerializerOptions options = Create(owner);

    /// <summary>An event for its owner.</summary>
    public JsonNode? Of(object happened)
    {
        var node = JsonSerializer.SerializeToNode(happened, happened.GetType(), options);
        if (node is JsonObject members && members.ContainsKey(Agent)) members[Agent] = Support;
        return node;
    }

    private static JsonSerializerOptions Create(Guid owner)
    {
        var options = new JsonSerializerOptions();
        options.Converters.Add(new InClear(owner));
        MarketplaceJson.Configure(options);
        return options;
    }

    private sealed class InClear(Guid owner) : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Pii<>);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Value<>).MakeGenericType(typeToConvert.GenericTypeArguments), owner)!;
    }

    private sealed class Value<T>(Guid owner) : JsonConverter<Pii<T>> where T : class
    {
        public override Pii<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("What was handed over does not come back.");

        public override void Write(Utf8JsonWriter writer, Pii<T> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Subject == owner ? value.Value : null, options);
    }
}
