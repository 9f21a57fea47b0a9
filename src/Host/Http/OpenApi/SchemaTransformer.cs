using System.Globalization;
using System.Text.Json.Nodes;
using Marketplace.Application.Privacy;
using Marketplace.Domain;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Marketplace.Host.Http;

/// <summary>Describes the values that have a converter of their own; the framework would call them «anything».</summary>
internal sealed class SchemaTransformer : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        var isNullable = type != context.JsonTypeInfo.Type;
        if (type == typeof(Amount)) BecomeAmount(schema, "1");
        else if (type == typeof(TenderAmount)) BecomeAmount(schema, "0");
        else if (type == typeof(Secret)) Become(schema, JsonSchemaType.String, "password");
        else if (type.IsEnum) BecomeWords(schema, type);
        else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Pii<>)) Become(schema, JsonSchemaType.String, null);
        else if (type.IsClass && type != typeof(string) && schema.Type?.HasFlag(JsonSchemaType.Object) == true && schema.Properties?.Count > 0)
            schema.AdditionalPropertiesAllowed = false;
        if (isNullable) schema.Type |= JsonSchemaType.Null;
        return Task.CompletedTask;
    }

    private static void BecomeAmount(OpenApiSchema schema, string least)
    {
        Become(schema, JsonSchemaType.Integer, "int64");
        schema.Minimum = least;
        schema.Maximum = Amount.Most.ToString(CultureInfo.InvariantCulture);
        schema.Description = "Kopecks";
        schema.Examples = [150_000];
    }

    private static void BecomeWords(OpenApiSchema schema, Type type)
    {
        Become(schema, JsonSchemaType.String, null);
        schema.Enum = [.. KebabEnums.WordsOf(type).Select(word => (JsonNode)word)];
    }

    private static void Become(OpenApiSchema schema, JsonSchemaType type, string? format)
    {
        schema.Type = type;
        schema.Format = format;
        schema.Properties = null;
        schema.Required = null;
    }
}
