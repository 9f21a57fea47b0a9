using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Values;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Application.Json;

/// <summary>How events and documents are written: camelCase, enums by name in kebab-case, amounts as whole kopecks, nothing computed.</summary>
public static class MarketplaceJson
{
    /// <summary>Applies it.</summary>
    /// <param name="json">What is configured.</param>
    /// <param name="provider">Knows the customers' keys; without it no personal value can be written, and all read as erased.</param>
    public static void Configure(JsonSerializerOptions json, IServiceProvider? provider = null)
    {
        json.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        json.IgnoreReadOnlyProperties = true;
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        json.Converters.Add(new MoneyConverter());
        json.Converters.Add(new PiiConverterFactory(provider?.GetService<IDataKeys>()));
    }

    private sealed class MoneyConverter : JsonConverter<Money>
    {
        public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt64());

        public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Kopecks);
    }
}
