using System.Globalization;
using System.Text;

namespace Marketplace.Bench.Http;

/// <summary>A request as bytes, made once; only the idempotency key differs from one sending to the next.</summary>
internal sealed class LeanRequest
{
    private readonly byte[] bytes;
    private readonly int key;

    private LeanRequest(string text, bool hasKey)
    {
        bytes = Encoding.UTF8.GetBytes(text);
        key = hasKey ? text.IndexOf(Guid.Empty.ToString(), StringComparison.Ordinal) : -1;
    }

    public int Length => bytes.Length;

    public static LeanRequest Get(string path, string token, string? etag = null) =>
        new($"GET {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n{(etag is null ? "" : $"If-None-Match: {etag}\r\n")}\r\n", hasKey: false);

    public static LeanRequest Post(string path, string? token, string json)
    {
        var length = Encoding.UTF8.GetByteCount(json).ToString(CultureInfo.InvariantCulture);
        var authorization = token is null ? "" : $"Authorization: Bearer {token}\r\n";
        return new(
            $"POST {path} HTTP/1.1\r\nHost: bench\r\nIdempotency-Key: {Guid.Empty}\r\n{authorization}Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{json}",
            hasKey: true);
    }

    /// <summary>Writes it with a fresh key.</summary>
    public void WriteTo(Span<byte> buffer)
    {
        bytes.CopyTo(buffer);
        if (key >= 0 && !Guid.NewGuid().TryFormat(buffer[key..], out _)) throw new InvalidOperationException("A key takes 36 bytes.");
    }
}
