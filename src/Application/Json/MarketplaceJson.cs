using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Domain.Values;

namespace Marketplace.Application.Json;

/// <summary>How events and documents are written: camelCase, enums by name, amounts as whole kopecks, nothing computed.</summary>
public static class MarketplaceJson
{
    /// <summary>Applies it.</summary>
    public static void Configure(JsonSerializerOptions json, IServiceProvider? provider = null)
    {
        json.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        json.IgnoreReadOnlyProperties = true;
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        json.Converters.Add(new MoneyConverter());
    }

    private sealed class MoneyConverter : JsonConverter<Money>
    {
        public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt64());

        public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Kopecks);
    }
}
