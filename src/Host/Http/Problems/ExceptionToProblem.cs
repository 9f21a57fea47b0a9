using System.Text.Json;
using JasperFx;
using Marketplace.Application;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;
using Marten.Exceptions;
using Microsoft.AspNetCore.Diagnostics;
using Wolverine.Persistence;

namespace Marketplace.Host.Http;

/// <summary>The one place where an exception becomes an answer. What nobody expected is a 500 that tells nothing.</summary>
/// <param name="log">Hears of what a person should look at; a refusal is not such a thing.</param>
internal sealed partial class ExceptionToProblem(ILogger<ExceptionToProblem> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            // Nobody listens any more; the number is for the access log.
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        if (httpContext.Response.HasStarted) return false;
        if (exception is RefusedException refused) await Problems.WriteAsync(httpContext, refused.Rejection);
        else await Problems.WriteAsync(httpContext, FaultOf(exception));
        return true;
    }

    private RequestFault FaultOf(Exception exception)
    {
        switch (exception)
        {
            case BadHttpRequestException bad: return BindingFaults.Of(bad);
            case JsonException json when exception is RequestFaultException: return BindingFaults.Of(json);
            case RequiredDataMissingException: return ServiceFaults.NotFound;
        }

        // The customer was erased while this request was under way; what it wanted to write has not been written.
        if (exception.Chain().Any(e => e is SubjectErasedException)) return Deleted;

        if (IsLostRace(exception)) return ServiceFaults.Conflict;
        // The client still waits, so it was the time-out that cancelled.
        if (exception.Chain().Any(e => e is OperationCanceledException)) return ServiceFaults.TimedOut;
        if (DatabaseAway.Caused(exception))
        {
            LogAway(log, exception.GetType().Name);
            return ServiceFaults.Unavailable;
        }

        if (exception.Chain().OfType<PiiTamperedException>().FirstOrDefault() is { } tampered) LogTampered(log, tampered.Subject, tampered.Class);
        else LogUnexpected(log, exception);
        return ServiceFaults.Internal;
    }

    private static RequestFault Deleted => new(Problems.StatusOf(DeletionErrors.Deleted.Kind), DeletionErrors.Deleted);

    private static bool IsLostRace(Exception exception) =>
        exception.Chain().Any(e => e is ConcurrencyException or DocumentAlreadyExistsException or ExistingStreamIdCollisionException)
        || DatabaseAway.LostRace(exception);

    [LoggerMessage(LogLevel.Warning, "The database is away ({Exception}).")]
    private static partial void LogAway(ILogger log, string exception);

    [LoggerMessage(LogLevel.Critical, "TAMPER ALARM: a stored value of class {Class} of the subject {Subject} was changed after it was written.")]
    private static partial void LogTampered(ILogger log, Guid subject, string @class);

    [LoggerMessage(LogLevel.Error, "A request failed unexpectedly.")]
    private static partial void LogUnexpected(ILogger log, Exception exception);
}
