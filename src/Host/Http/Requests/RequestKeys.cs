using System.Buffers.Binary;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Application.Idempotency;
using Marketplace.Host.Orders;

namespace Marketplace.Host.Http;

/// <summary>Makes the key under which a request's answer is kept.</summary>
internal static class RequestKeys
{
    public const string Header = "Idempotency-Key";

    /// <summary>What is wrong with the header, or null.</summary>
    public static RequestFault? FaultOf(HttpContext http, IdempotencyOptions options)
    {
        var values = http.Request.Headers[Header];
        if (values.Count == 0 || string.IsNullOrEmpty(values[0])) return RequestFaults.KeyMissing;
        return values.Count == 1 && values[0]!.Length <= options.LongestKey && values[0]!.All(c => c is > ' ' and < '\x7f')
            ? null
            : RequestFaults.KeyInvalid;
    }

    /// <summary>Caller, method, route and header make the id; query and body the fingerprint.</summary>
    public static RequestKey Of(HttpContext http, Guid subject)
    {
        var body = http.Features.Get<RawBody>() ?? throw new InvalidOperationException("UseMarketplaceBodies is missing in the pipeline.");
        var id = IdOf(http, subject, http.GetEndpoint(), http.Request.RouteValues);
        var fingerprint = Hash([http.Request.QueryString.Value ?? ""], body.Bytes.Span);
        return new RequestKey(id, fingerprint, subject);
    }

    /// <summary>The id alone, of a request whose endpoint may have been taken off it since; null when it came without a key.</summary>
    public static string? TryId(HttpContext http, Guid subject, Endpoint endpoint, RouteValueDictionary? values) =>
        string.IsNullOrEmpty(http.Request.Headers[Header]) ? null : IdOf(http, subject, endpoint, values ?? []);

    private static string IdOf(HttpContext http, Guid subject, Endpoint? endpoint, RouteValueDictionary values) =>
        Hash([Caller(http, subject), http.Request.Method, .. Route(http, endpoint, values), http.Request.Headers[Header].ToString()]);

    // Two people who choose the same key mean two things. A guest is known by the order's token; before there is one, another body is another guest.
    private static string Caller(HttpContext http, Guid subject) =>
        subject != RequestKey.House ? subject.ToString()
        : http.User.Identity is { IsAuthenticated: true } ? $"staff:{http.User.FindFirstValue("sub") ?? http.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? http.User.Identity.Name}"
        : http.Request.Headers[Buyers.Header] is [{ } token] ? $"guest:{Hash([token])}"
        : $"guest:{Hash([], http.Features.Get<RawBody>() is { } body ? body.Bytes.Span : [])}";

    // The route's own text and its values, so that other letter case or a trailing slash is still the same request.
    private static IEnumerable<string> Route(HttpContext http, Endpoint? endpoint, RouteValueDictionary values)
    {
        yield return (endpoint as RouteEndpoint)?.RoutePattern.RawText?.TrimEnd('/') ?? http.Request.Path.Value ?? "";
        foreach (var (name, value) in values.OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            var text = value?.ToString() ?? "";
            yield return $"{name}={(Guid.TryParse(text, out var id) ? id.ToString() : text)}";
        }
    }

    // Each part with its length: otherwise a key could be chosen that makes two routes look alike.
    private static string Hash(IEnumerable<string> parts, ReadOnlySpan<byte> rest = default)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        hash.AppendData(rest);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
