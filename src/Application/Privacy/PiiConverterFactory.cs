using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Domain;

namespace Marketplace.Application.Privacy;

/// <summary>
/// Writes every <see cref="Pii{T}"/> encrypted under its subject's key. Without keys nothing personal can be written at all:
/// forgetting to hand them over must fail, not store in clear.
/// </summary>
/// <param name="keys">The customers' keys, or null where nothing personal is ever written (tools, design time).</param>
public sealed class PiiConverterFactory(IDataKeys? keys) : JsonConverterFactory
{
    /// <inheritdoc />
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Pii<>);

    /// <inheritdoc />
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(PiiConverter<>).MakeGenericType(typeToConvert.GetGenericArguments()), keys)!;
}
