using System.Text.Json;
using Marketplace.Application.Views.Stored;
using Microsoft.Net.Http.Headers;

namespace Marketplace.Host.Http;

/// <summary>Answers with a version: 304 without a body to who has it already (<c>If-None-Match</c>).</summary>
internal static class Versioned
{
    private const string Json = "application/json; charset=utf-8";

    /// <summary>Written like any answer.</summary>
    public static IResult Ok<T>(string tag, T value) => new Tagged(tag, http => Results.Ok(value).ExecuteAsync(http));

    /// <summary>An answer with orders in it that are written as they are stored.</summary>
    public static IResult OkWithOrders<T>(string tag, T value) => new Tagged(tag, http =>
    {
        http.Response.ContentType = Json;
        return JsonSerializer.SerializeAsync(http.Response.BodyWriter, value, OrdersAsStored.Options, http.RequestAborted);
    });

    /// <summary>What is stored as the answer.</summary>
    public static IResult Stored(string tag, byte[] json) => new Tagged(tag, http =>
    {
        (http.Response.ContentType, http.Response.ContentLength) = (Json, json.Length);
        return http.Response.Body.WriteAsync(json, http.RequestAborted).AsTask();
    });

    private static bool Has(HttpContext http, string tag)
    {
        if (http.Request.Headers.IfNoneMatch is not { Count: > 0 } asked || !EntityTagHeaderValue.TryParseList(asked, out var known)) return false;
        // Weak comparison is what the header asks for: a proxy that compresses weakens a tag.
        var own = new EntityTagHeaderValue(tag);
        return known.Any(k => k.Equals(EntityTagHeaderValue.Any) || k.Compare(own, useStrongComparison: false));
    }

    private sealed class Tagged(string tag, Func<HttpContext, Task> write) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.ETag = tag;
            if (!Has(httpContext, tag)) return write(httpContext);
            httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
    }

    private static class OrdersAsStored
    {
        public static readonly JsonSerializerOptions Options = Configured();

        private static JsonSerializerOptions Configured()
        {
            var json = new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = ViewJson.Options.Encoder };
            StrictJson.Configure(json);
            json.Converters.Insert(0, new StoredOrderList.Writer());
            return json;
        }
    }
}
