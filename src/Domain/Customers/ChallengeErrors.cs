namespace Marketplace.Domain.Customers;

/// <summary>Why a one-time code is not sent or not taken.</summary>
public static class ChallengeErrors
{
    /// <summary>No such challenge, or it is for something else.</summary>
    public static Rejection Unknown => new(
        "auth.challenge-unknown", RejectionKind.NotFound,
        "There is no such request for a code. Ask for a new code.",
        "Такого запроса кода нет. Запросите новый код.");

    /// <summary>The code is wrong.</summary>
    public static Rejection Invalid(int attemptsLeft) =>
        new Rejection(
            "auth.code-invalid", RejectionKind.Invalid,
            "The code is wrong. Check it and try again.",
            "Неверный код. Проверьте его и попробуйте ещё раз.")
        { Field = "code" }
        .With("attemptsLeft", attemptsLeft);

    /// <summary>The code is too old, or a newer one has been sent (S35).</summary>
    public static Rejection Expired => new(
        "auth.code-expired", RejectionKind.Gone,
        "This code no longer works. Use the newest code or ask for another.",
        "Этот код больше не действует. Введите самый новый код или запросите другой.");

    /// <summary>The code has done its work (S35).</summary>
    public static Rejection Used => new(
        "auth.code-used", RejectionKind.Conflict,
        "This code has been used already. Ask for a new one.",
        "Этот код уже использован. Запросите новый.");

    /// <summary>The code has been tried too often.</summary>
    public static Rejection AttemptsExhausted(DateTimeOffset? newCodeAt) => new(
        "auth.attempts-exhausted", RejectionKind.TooMany,
        "Too many wrong attempts. Ask for a new code.",
        "Слишком много неверных попыток. Запросите новый код.")
    { RetryAt = newCodeAt };

    /// <summary>The last code may still be on its way (D14).</summary>
    public static Rejection ResendTooSoon(DateTimeOffset retryAt) => new(
        "auth.resend-too-soon", RejectionKind.TooMany,
        "A code has just been sent. Wait a little before you ask for another.",
        "Код только что отправлен. Подождите немного, прежде чем запросить новый.")
    { RetryAt = retryAt };

    /// <summary>A cap on codes has been reached (P2).</summary>
    public static Rejection TooManyCodes(DateTimeOffset retryAt) => new(
        "auth.too-many-codes", RejectionKind.TooMany,
        "Too many codes have been asked for. Try again later.",
        "Запрошено слишком много кодов. Попробуйте позже.")
    { RetryAt = retryAt };

    /// <summary>So many wrong codes in a row that codes stay closed until the owner comes in by another way (X22).</summary>
    public static Rejection CodesClosed => new(
        "auth.codes-closed", RejectionKind.TooMany,
        "Codes for this number are closed after too many wrong ones. Sign in by another way, or ask support for a recovery.",
        "Коды для этого номера закрыты: слишком много неверных. Войдите другим способом или обратитесь в поддержку за восстановлением.");

    /// <summary>Too many wrong codes in a row, over several challenges (X22).</summary>
    public static Rejection CodesPaused(DateTimeOffset retryAt) => new(
        "auth.codes-paused", RejectionKind.TooMany,
        "Too many wrong codes in a row. Try again later.",
        "Слишком много неверных кодов подряд. Попробуйте позже.")
    { RetryAt = retryAt };
}
