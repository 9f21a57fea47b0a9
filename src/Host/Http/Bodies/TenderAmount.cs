using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Host.Http;

/// <summary>
/// What a tender shall pay in a request: whole kopecks from 0, which pays nothing and never «all» (X13), to <see cref="Amount.Most"/>.
/// Anything else is refused like an <see cref="Amount"/>.
/// </summary>
/// <param name="Kopecks">Kopecks.</param>
[JsonConverter(typeof(Json))]
public readonly record struct TenderAmount(long Kopecks)
{
    private sealed class Json : JsonConverter<TenderAmount>
    {
        // As for an Amount.
        public override bool HandleNull => true;

        public override TenderAmount Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var kopecks) && kopecks is >= 0 and <= Amount.Most
                ? new TenderAmount(kopecks)
                : throw new RequestFaultException(RequestFaults.AmountInvalid);

        public override void Write(Utf8JsonWriter writer, TenderAmount value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Kopecks);
    }
}
