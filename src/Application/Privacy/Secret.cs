using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Application.Privacy;

/// <summary>
/// A code, phone or token on its way through a command. It prints nothing, because the message bus logs a failed command with
/// its <c>ToString</c>, and it is read from a request but never written as JSON, so that no queue can keep it.
/// </summary>
/// <param name="value">The value in clear.</param>
[JsonConverter(typeof(RequestOnly))]
public readonly struct Secret(string value) : IEquatable<Secret>
{
    private readonly string? value = value;

    /// <summary>The value in clear, for the one who must use it.</summary>
    public string Reveal() => value ?? "";

    /// <summary>Whether there is anything in it.</summary>
    public bool IsEmpty() => string.IsNullOrEmpty(value);

    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => "[secret]";

    /// <summary>Whether both hold the same value. Codes are compared as keyed hashes in constant time, not with this.</summary>
    public bool Equals(Secret other) => string.Equals(Reveal(), other.Reveal(), StringComparison.Ordinal);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is Secret other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => Reveal().GetHashCode(StringComparison.Ordinal);

    /// <summary>Whether both hold the same value.</summary>
    public static bool operator ==(Secret left, Secret right) => left.Equals(right);

    /// <summary>Whether they hold different values.</summary>
    public static bool operator !=(Secret left, Secret right) => !left.Equals(right);

    private sealed class RequestOnly : JsonConverter<Secret>
    {
        public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String ? new(reader.GetString()!) : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) =>
            throw new NotSupportedException("A secret is never written: keep a keyed hash, a sealed value or Pii instead.");
    }
}
