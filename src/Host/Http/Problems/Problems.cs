using System.Globalization;
using System.Text.Json;
using Marketplace.Domain;

namespace Marketplace.Host.Http;

/// <summary>
/// Refusals as RFC 9457 problems: a stable <c>type</c> and <c>code</c>, the <c>detail</c> in the caller's language, the wrong
/// field under <c>errors</c>, facts as members.
/// </summary>
public static class Problems
{
    /// <summary>The media type.</summary>
    public const string MediaType = "application/problem+json";

    // A TooMany that does not know when: a minute is long enough to stop a loop and short enough for a person.
    private const int UnknownWaitSeconds = 60;

    /// <summary>The refusal as an endpoint's result.</summary>
    public static IResult Of(Rejection rejection) => new ProblemResult(new RequestFault(StatusOf(rejection.Kind), rejection));

    /// <summary>The fault as an endpoint's result.</summary>
    public static IResult Of(RequestFault fault) => new ProblemResult(fault);

    /// <summary>Writes the refusal.</summary>
    public static Task WriteAsync(HttpContext http, Rejection rejection) => WriteAsync(http, new RequestFault(StatusOf(rejection.Kind), rejection));

    /// <summary>Writes the fault.</summary>
    public static async Task WriteAsync(HttpContext http, RequestFault fault)
    {
        await RefusedRequests.RecordAsync(http, fault);
        var response = http.Response;
        response.StatusCode = fault.Status;
        response.Headers.ContentLanguage = IsRussian(http) ? "ru" : "en";
        response.Headers.Vary = "Accept-Language";
        if (RetryAfter(http, fault) is { } seconds) response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        var body = JsonSerializer.SerializeToUtf8Bytes(Body(http, fault), StrictJson.Options);
        response.ContentType = MediaType;
        response.ContentLength = body.Length;
        // Without the request's token: after a time-out it is cancelled, and half a problem is worse than none.
        await response.Body.WriteAsync(body, CancellationToken.None);
    }

    /// <summary>The HTTP status of a kind of refusal.</summary>
    public static int StatusOf(RejectionKind kind) => kind switch
    {
        RejectionKind.Invalid => StatusCodes.Status422UnprocessableEntity,
        RejectionKind.Conflict => StatusCodes.Status409Conflict,
        RejectionKind.Forbidden => StatusCodes.Status403Forbidden,
        RejectionKind.NotFound => StatusCodes.Status404NotFound,
        RejectionKind.Gone => StatusCodes.Status410Gone,
        RejectionKind.TooMany => StatusCodes.Status429TooManyRequests,
        RejectionKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        RejectionKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>The type of a problem: a name, not an address, because it must outlive every address.</summary>
    public static string TypeOf(string code) => $"urn:marketplace:problem:{code}";

    /// <summary>The title of a problem: its code in words.</summary>
    public static string TitleOf(string code)
    {
        var words = code[(code.IndexOf('.', StringComparison.Ordinal) + 1)..].Replace('-', ' ');
        return string.Concat(words[..1].ToUpperInvariant(), words.AsSpan(1));
    }

    private static Dictionary<string, object?> Body(HttpContext http, RequestFault fault)
    {
        var rejection = fault.Rejection;
        var detail = IsRussian(http) ? rejection.Russian : rejection.English;
        var body = new Dictionary<string, object?>
        {
            ["type"] = TypeOf(rejection.Code),
            ["title"] = TitleOf(rejection.Code),
            ["status"] = fault.Status,
            ["code"] = rejection.Code,
            ["detail"] = detail,
        };
        if (rejection.Field is not null) body["errors"] = Errors(rejection, IsRussian(http));
        if (rejection.RetryAt is { } at) body["retryAt"] = at;
        // A fact never replaces a standard member.
        foreach (var (name, value) in rejection.Facts) body.TryAdd(name, value);
        return body;
    }

    private static Dictionary<string, string[]> Errors(Rejection rejection, bool russian) => rejection.Also.Prepend(rejection)
        .Where(r => r.Field is not null)
        .GroupBy(r => r.Field!, r => russian ? r.Russian : r.English)
        .ToDictionary(field => field.Key, field => field.ToArray());

    private static int? RetryAfter(HttpContext http, RequestFault fault)
    {
        if (fault.Rejection.RetryAt is { } at)
        {
            var now = (http.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System).GetUtcNow();
            // Rounded up: a client that comes at the stated second must not be too early.
            return (int)Math.Clamp(Math.Ceiling((decimal)(at - now).Ticks / TimeSpan.TicksPerSecond), 1, int.MaxValue);
        }

        return fault.Status switch
        {
            StatusCodes.Status429TooManyRequests => UnknownWaitSeconds,
            // Nobody knows when an operator comes, and asking every two seconds does not bring one.
            StatusCodes.Status503ServiceUnavailable when fault.Rejection.Kind == RejectionKind.Unavailable => null,
            StatusCodes.Status503ServiceUnavailable => ServiceFaults.RetryAfterSeconds,
            _ => null,
        };
    }

    private static bool IsRussian(HttpContext http)
    {
        var best = http.Request.GetTypedHeaders().AcceptLanguage
            .Where(l => (l.Quality ?? 1) > 0 && LanguageOf(l.Value.Value) is "ru" or "en")
            .MaxBy(l => l.Quality ?? 1);
        return best is not null && LanguageOf(best.Value.Value) == "ru";
    }

    private static string LanguageOf(string? tag) => (tag ?? "").Split('-')[0].ToLowerInvariant();

    private sealed class ProblemResult(RequestFault fault) : IResult, IStatusCodeHttpResult
    {
        public int? StatusCode => fault.Status;

        public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext, fault);
    }
}
