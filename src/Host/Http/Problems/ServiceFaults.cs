using Marketplace.Domain;

namespace Marketplace.Host.Http;

/// <summary>What is wrong with the way to an answer, not with the request's content.</summary>
public static class ServiceFaults
{
    /// <summary>How many seconds a client waits while the database is away.</summary>
    public const int RetryAfterSeconds = 2;

    /// <summary>No such thing, or someone else's.</summary>
    public static RequestFault NotFound { get; } = Of(StatusCodes.Status404NotFound, RejectionKind.NotFound, "resource.not-found",
        "There is nothing here.", "Здесь ничего нет.");

    /// <summary>Another method is needed.</summary>
    public static RequestFault MethodNotAllowed { get; } = Of(StatusCodes.Status405MethodNotAllowed, RejectionKind.Invalid, "request.method-not-allowed",
        "This address does not take this method; the Allow header names those it takes.", "Этот адрес не принимает такой метод; заголовок Allow называет допустимые.");

    /// <summary>The body must be JSON.</summary>
    public static RequestFault MediaTypeUnsupported { get; } = Of(StatusCodes.Status415UnsupportedMediaType, RejectionKind.Invalid, "request.media-type-unsupported",
        "Send the body as application/json.", "Отправьте тело как application/json.");

    /// <summary>No session, or a dead one.</summary>
    public static RequestFault SignInRequired { get; } = Of(StatusCodes.Status401Unauthorized, RejectionKind.Unauthenticated, "auth.sign-in-required",
        "Sign in first.", "Сначала войдите.");

    /// <summary>Signed in, but not allowed.</summary>
    public static RequestFault Forbidden { get; } = Of(StatusCodes.Status403Forbidden, RejectionKind.Forbidden, "auth.forbidden",
        "You are signed in, but this is not for your role.", "Вы вошли, но это не для вашей роли.");

    /// <summary>Another command was first, again and again.</summary>
    public static RequestFault Conflict { get; } = Of(StatusCodes.Status409Conflict, RejectionKind.Conflict, "concurrency.conflict",
        "Something else changed this at the same moment. Try again.", "Это в тот же момент изменил другой запрос. Повторите.");

    /// <summary>The database is away.</summary>
    public static RequestFault Unavailable { get; } = Of(StatusCodes.Status503ServiceUnavailable, RejectionKind.Conflict, "service.unavailable",
        "The service is away for a moment. Repeat the request with the same Idempotency-Key.",
        "Сервис на мгновение недоступен. Повторите запрос с тем же Idempotency-Key.");

    /// <summary>It took too long; it may have happened.</summary>
    public static RequestFault TimedOut { get; } = Of(StatusCodes.Status503ServiceUnavailable, RejectionKind.Conflict, "service.timed-out",
        "This took too long, and it may have happened. Repeat the request with the same Idempotency-Key.",
        "Это заняло слишком много времени и могло выполниться. Повторите запрос с тем же Idempotency-Key.");

    /// <summary>A fault of ours.</summary>
    public static RequestFault Internal { get; } = Of(StatusCodes.Status500InternalServerError, RejectionKind.Conflict, "internal",
        "Something went wrong on our side. Repeat the request with the same Idempotency-Key.",
        "Что-то сломалось у нас. Повторите запрос с тем же Idempotency-Key.");

    private static RequestFault Of(int status, RejectionKind kind, string code, string english, string russian) =>
        new(status, new Rejection(code, kind, english, russian));
}
