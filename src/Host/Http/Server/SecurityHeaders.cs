namespace Marketplace.Host.Http;

/// <summary>What every answer tells a browser and a cache.</summary>
internal static class SecurityHeaders
{
    // Scalar starts from an inline script and styles itself; nothing may come from, or go to, anywhere else.
    private const string DocsPolicy =
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; " +
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

    private const string ApiPolicy = "default-src 'none'; frame-ancestors 'none'";

    public static Task AddAsync(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(static state =>
        {
            Add((HttpContext)state);
            return Task.CompletedTask;
        }, http);
        return next(http);
    }

    private static void Add(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        // A page of ours says itself which script it runs.
        if (headers.ContentSecurityPolicy.Count == 0) headers.ContentSecurityPolicy = http.Request.Path.StartsWithSegments("/docs") ? DocsPolicy : ApiPolicy;
        if (http.Request.Path.StartsWithSegments("/docs") || http.Request.Path.StartsWithSegments("/openapi")) return;
        // With an ETag the client may keep the answer for itself, but asks each time whether it still holds.
        headers.CacheControl = headers.ETag.Count == 0 ? "no-store" : "private, no-cache";
    }
}
