using Microsoft.AspNetCore.Diagnostics;

namespace Marketplace.Host.Http;

/// <summary>Gives a body to the statuses that the framework answers without one.</summary>
internal static class StatusProblems
{
    public static Task WriteAsync(StatusCodeContext context) => Problems.WriteAsync(context.HttpContext, context.HttpContext.Response.StatusCode switch
    {
        StatusCodes.Status401Unauthorized => ServiceFaults.SignInRequired,
        StatusCodes.Status403Forbidden => ServiceFaults.Forbidden,
        StatusCodes.Status404NotFound => ServiceFaults.NotFound,
        StatusCodes.Status405MethodNotAllowed => ServiceFaults.MethodNotAllowed,
        StatusCodes.Status413PayloadTooLarge => RequestFaults.TooLarge,
        StatusCodes.Status415UnsupportedMediaType => ServiceFaults.MediaTypeUnsupported,
        StatusCodes.Status503ServiceUnavailable => ServiceFaults.Unavailable,
        >= 500 => ServiceFaults.Internal,
        var status => RequestFaults.Malformed with { Status = status },
    });
}
