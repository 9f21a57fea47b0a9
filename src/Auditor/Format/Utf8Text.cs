using System.Text;

namespace Marketplace.Auditor.Format;

/// <summary>A text as UTF-8: as it is stored, hashed, exported and parsed, so that a body of an event is not turned into characters and back for each of these.</summary>
public readonly struct Utf8Text(byte[] bytes) : IEquatable<Utf8Text>
{
    private readonly byte[]? bytes = bytes;

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>Whether there is no text at all, not even an empty one.</summary>
    public bool IsMissing => bytes is null;

    /// <summary>The text of characters.</summary>
    public static implicit operator Utf8Text(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>Its characters.</summary>
    public static implicit operator string(Utf8Text text) => text.ToString();

    /// <summary>Whether both are the same.</summary>
    public static bool operator ==(Utf8Text left, Utf8Text right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(Utf8Text left, Utf8Text right) => !left.Equals(right);

    /// <inheritdoc />
    public bool Equals(Utf8Text other) => Bytes.Span.SequenceEqual(other.Bytes.Span);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is Utf8Text other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Bytes.Span);
        return hash.ToHashCode();
    }

    /// <inheritdoc />
    public override string ToString() => Encoding.UTF8.GetString(Bytes.Span);
}
