using System.Buffers;
using Microsoft.AspNetCore.Http.Metadata;

namespace Marketplace.Host.Http;

/// <summary>The bytes of a request as they came, for fingerprints and signatures.</summary>
/// <param name="Bytes">All of them; empty when there is no body.</param>
public sealed record RawBody(ReadOnlyMemory<byte> Bytes);

/// <summary>
/// Takes the whole body in (it is small), checks its shape and the query's characters and empty values, and leaves it readable again. It stands after authorization, so
/// that a stranger's body is not read at all.
/// </summary>
/// <param name="next">What binds the body.</param>
internal sealed class RequestBodies(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext http)
    {
        // As in a body: no text that is stored or looked for can have it.
        if (http.Request.QueryString.Value?.Contains("%00", StringComparison.Ordinal) == true)
        {
            await Problems.WriteAsync(http, RequestFaults.ZeroCharacter);
            return;
        }

        if (http.Request.QueryString.HasValue && HasEmptyValue(http))
        {
            await Problems.WriteAsync(http, RequestFaults.Malformed);
            return;
        }

        if (http.Request.ContentLength > RequestLimits.MaxBody)
        {
            await Problems.WriteAsync(http, RequestFaults.TooLarge);
            return;
        }

        using var body = new MemoryStream((int)(http.Request.ContentLength ?? 0));
        if (!await TryReadAsync(http, body))
        {
            await Problems.WriteAsync(http, RequestFaults.TooLarge);
            return;
        }

        var bytes = body.GetBuffer().AsMemory(0, (int)body.Length);
        if (bytes.Length > 0 && http.Request.HasJsonContentType() && JsonShape.FaultOf(bytes.Span) is { } fault)
        {
            await Problems.WriteAsync(http, fault);
            return;
        }

        body.Position = 0;
        http.Request.Body = body;
        http.Features.Set(new RawBody(bytes));
        await next(http);
    }

    // «?asOf=» is no moment. The compiler's binding takes it for a parameter that was left out, and would answer for another moment than was meant.
    private static bool HasEmptyValue(HttpContext http) => http.GetEndpoint()?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>()
        .Any(p => p.HasTryParse && !http.Request.RouteValues.ContainsKey(p.Name) && http.Request.Query.TryGetValue(p.Name, out var values) && values.Any(string.IsNullOrEmpty)) == true;

    // The declared length may be missing or a lie; the limit holds for what really comes.
    private static async Task<bool> TryReadAsync(HttpContext http, MemoryStream body)
    {
        var chunk = ArrayPool<byte>.Shared.Rent(8 * 1024);
        try
        {
            int read;
            while ((read = await http.Request.Body.ReadAsync(chunk, http.RequestAborted)) > 0)
            {
                if (body.Length + read > RequestLimits.MaxBody) return false;
                body.Write(chunk, 0, read);
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk, clearArray: true);
        }
    }
}
