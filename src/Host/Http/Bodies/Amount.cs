using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Host.Http;

/// <summary>
/// An amount of money in a request: whole kopecks, at least one, at most <see cref="Most"/>, written as a plain JSON integer.
/// Zero, a sign, a fraction, an exponent and a string are refused with <c>request.amount-invalid</c> before any handler runs.
/// </summary>
[JsonConverter(typeof(Json))]
public readonly record struct Amount
{
    /// <summary>10 billion roubles: no single amount is larger, so that sums of many cannot overflow.</summary>
    public const long Most = 1_000_000_000_000;

    /// <summary>Takes an amount that is already known to be in range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not between 1 and <see cref="Most"/>.</exception>
    public Amount(long kopecks)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(kopecks, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(kopecks, Most);
        Kopecks = kopecks;
    }

    /// <summary>Kopecks.</summary>
    public long Kopecks { get; }

    private sealed class Json : JsonConverter<Amount>
    {
        // Null would otherwise be told as a wrong type; an amount that is missing by intent is an Amount? of the request.
        public override bool HandleNull => true;

        public override Amount Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var kopecks) && kopecks is >= 1 and <= Most
                ? new Amount(kopecks)
                : throw new RequestFaultException(RequestFaults.AmountInvalid);

        public override void Write(Utf8JsonWriter writer, Amount value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Kopecks);
    }
}
