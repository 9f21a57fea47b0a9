using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Domain;

namespace Marketplace.Host.Http;

/// <summary>
/// JSON of requests and answers: what is not expected is refused, so that a misspelt member never means «not given».
/// </summary>
public static class StrictJson
{
    /// <summary>The same options for code outside ASP.NET's binding.</summary>
    public static JsonSerializerOptions Options { get; } = Configured();

    /// <summary>Applies it.</summary>
    public static void Configure(JsonSerializerOptions json)
    {
        json.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        json.PropertyNameCaseInsensitive = false;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.AllowDuplicateProperties = false;
        json.AllowTrailingCommas = false;
        json.ReadCommentHandling = JsonCommentHandling.Disallow;
        // The web defaults take "1" for 1.
        json.NumberHandling = JsonNumberHandling.Strict;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.MaxDepth = RequestLimits.MaxDepth;
        json.Converters.Add(new KebabEnums());
        json.Converters.Add(new MaskedPii());
    }

    private static JsonSerializerOptions Configured()
    {
        var json = new JsonSerializerOptions();
        Configure(json);
        return json;
    }

    // A view that is returned whole must not tell what it should not: an endpoint that means to tell takes the value out itself.
    private sealed class MaskedPii : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Pii<>);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Mask<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

        private sealed class Mask<T> : JsonConverter<Pii<T>> where T : class
        {
            public override Pii<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
                throw new NotSupportedException("A request names a value in clear, never a stored one.");

            public override void Write(Utf8JsonWriter writer, Pii<T> value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
        }
    }
}
