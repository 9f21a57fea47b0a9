using Marketplace.Application.Audit.Refusals;
using Marketplace.Application.Idempotency;
using Marketplace.Host.Auth;
using Microsoft.AspNetCore.Diagnostics;

namespace Marketplace.Host.Http;

/// <summary>Tells the journal of a request that a rule refused (U9). It is asked wherever a problem is written, so no endpoint can forget it.</summary>
internal static class RefusedRequests
{
    /// <summary>Journals it if it is a command and was refused, and not a repeat of what was answered before.</summary>
    public static Task RecordAsync(HttpContext http, RequestFault fault)
    {
        // The exception handler takes the endpoint off the request and keeps it here.
        var failed = http.Features.Get<IExceptionHandlerFeature>();
        if ((failed?.Endpoint ?? http.GetEndpoint()) is not RouteEndpoint endpoint || !IsCommand(http, endpoint) || !IsDecision(fault)) return Task.CompletedTask;
        if (http.Response.Headers.ContainsKey(Once.ReplayedHeader)) return Task.CompletedTask;
        if (http.RequestServices.GetService<RefusalJournal>() is not { } journal) return Task.CompletedTask;
        var (route, customer) = (failed?.RouteValues ?? http.Request.RouteValues, http.User.FindCustomerId());
        var now = (http.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System).GetUtcNow();
        return journal.RecordAsync(new RefusedCommand(
            Guid.CreateVersion7(now), now, $"{http.Request.Method} {endpoint.RoutePattern.RawText}", fault.Rejection.Code, fault.Status,
            customer, SubjectOf(route), ActorOf(http, customer), RequestKeys.TryId(http, customer ?? RequestKey.House, endpoint, route)));
    }

    private static bool IsCommand(HttpContext http, Endpoint endpoint) =>
        http.Request.Path.StartsWithSegments("/api") && endpoint.Metadata.GetMetadata<OnlyAsksMetadata>() is null
        && !(HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) || HttpMethods.IsOptions(http.Request.Method));

    // A malformed request asks for nothing, a fault of ours decides nothing, and without a session nobody asks.
    private static bool IsDecision(RequestFault fault) =>
        fault.Status < StatusCodes.Status500InternalServerError
        && !fault.Rejection.Code.StartsWith("request.", StringComparison.Ordinal)
        && fault.Rejection.Code != ServiceFaults.SignInRequired.Rejection.Code;

    private static Guid? SubjectOf(IEnumerable<KeyValuePair<string, object?>>? route) =>
        route?.Select(v => Guid.TryParse(v.Value?.ToString(), out var id) ? id : (Guid?)null).FirstOrDefault(id => id is not null);

    private static string ActorOf(HttpContext http, Guid? customer) =>
        customer is not null ? "customer" : http.User.FindFirst(CustomerPrincipal.SubjectClaim)?.Value is { } staff ? $"staff:{staff}" : "anonymous";
}
