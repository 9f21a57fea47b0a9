using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Host.Callbacks;

/// <summary>
/// The signature that our requests to providers and their callbacks carry: HMAC-SHA256, in hex, over
/// <c>timestamp + "." + nonce + "." + raw body</c>, in the headers <c>X-Timestamp</c> (Unix seconds), <c>X-Nonce</c> and
/// <c>X-Signature</c>. A nonce holds no dot; otherwise one signature would fit two different messages.
/// </summary>
public sealed class MessageSignature
{
    private const string TimestampHeader = "X-Timestamp";
    private const string NonceHeader = "X-Nonce";
    private const string SignatureHeader = "X-Signature";
    private const int HashLength = 32;

    private static readonly SearchValues<char> NonceCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private readonly byte[] hash;

    private MessageSignature(long timestamp, string nonce, byte[] hash) => (Timestamp, Nonce, this.hash) = (timestamp, nonce, hash);

    /// <summary>When the message was signed, in Unix seconds.</summary>
    public long Timestamp { get; }

    /// <summary>Makes the message unique: 16 to 128 letters, digits, dashes and underscores.</summary>
    public string Nonce { get; }

    /// <summary>Signs a body now, with a fresh nonce.</summary>
    public static MessageSignature Of(ReadOnlySpan<byte> body, byte[] secret, DateTimeOffset now)
    {
        var (timestamp, nonce) = (now.ToUnixTimeSeconds(), RandomNumberGenerator.GetHexString(32, lowercase: true));
        return new MessageSignature(timestamp, nonce, Hash(timestamp, nonce, body, secret));
    }

    /// <summary>Reads the three headers; null when one is missing, repeated or malformed.</summary>
    public static MessageSignature? From(IHeaderDictionary headers)
    {
        if (headers[TimestampHeader] is not [{ } timestamp] || headers[NonceHeader] is not [{ } nonce] || headers[SignatureHeader] is not [{ } hex]) return null;
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return null;
        if (nonce.Length is < 16 or > 128 || nonce.AsSpan().ContainsAnyExcept(NonceCharacters)) return null;
        var hash = new byte[HashLength];
        var readable = hex.Length == 2 * HashLength && Convert.FromHexString(hex, hash, out _, out _) == OperationStatus.Done;
        return readable ? new MessageSignature(seconds, nonce, hash) : null;
    }

    /// <summary>Whether this is the signature of that body. It takes the same time wherever the difference is.</summary>
    public bool Fits(ReadOnlySpan<byte> body, byte[] secret) =>
        CryptographicOperations.FixedTimeEquals(hash, Hash(Timestamp, Nonce, body, secret));

    /// <summary>Whether it was signed at most <paramref name="tolerance"/> before or after <paramref name="now"/>.</summary>
    public bool IsTimely(DateTimeOffset now, TimeSpan tolerance) =>
        Math.Abs(now.ToUnixTimeSeconds() - Timestamp) <= (long)tolerance.TotalSeconds;

    /// <summary>Puts the three headers on a request.</summary>
    public void AddTo(HttpRequestHeaders headers)
    {
        headers.Add(TimestampHeader, Timestamp.ToString(CultureInfo.InvariantCulture));
        headers.Add(NonceHeader, Nonce);
        headers.Add(SignatureHeader, Convert.ToHexStringLower(hash));
    }

    private static byte[] Hash(long timestamp, string nonce, ReadOnlySpan<byte> body, byte[] secret)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hmac.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{timestamp}.{nonce}.")));
        hmac.AppendData(body);
        return hmac.GetHashAndReset();
    }
}
