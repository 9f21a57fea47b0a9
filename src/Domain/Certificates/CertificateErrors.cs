using Marketplace.Domain.Values;

namespace Marketplace.Domain.Certificates;

/// <summary>Why a gift certificate is refused.</summary>
public static class CertificateErrors
{
    /// <summary>
    /// No certificate has this code. Whatever is wrong with a code (its length, a sign, a letter) is told in these same words;
    /// only who holds a true code hears that it is used or expired, and he learns nothing that helps guessing.
    /// </summary>
    public static Rejection Unknown => new(
        "certificate.unknown", RejectionKind.NotFound,
        "There is no certificate with this code. Compare it with the card and enter it again.",
        "Сертификата с таким кодом нет. Сверьте код с карточкой и введите его ещё раз.");

    /// <summary>It was activated already, by whomever.</summary>
    public static Rejection Used => new(
        "certificate.used", RejectionKind.Conflict,
        "This certificate has been activated already. Look at the statement of your wallet, or ask whoever gave it to you.",
        "Этот сертификат уже активирован. Проверьте выписку кошелька или спросите того, кто его подарил.");

    /// <summary>Its time is over.</summary>
    public static Rejection Expired => new(
        "certificate.expired", RejectionKind.Gone,
        "The time of this certificate is over. Ask the shop that sold it.",
        "Срок действия сертификата истёк. Обратитесь туда, где он был куплен.");

    /// <summary>Too many wrong codes came from this customer or this internet address.</summary>
    public static Rejection TooManyGuesses(DateTimeOffset retryAt) => new(
        "certificate.too-many-attempts", RejectionKind.TooMany,
        "Too many wrong codes. Try again later.",
        "Слишком много неверных кодов. Попробуйте позже.")
    { RetryAt = retryAt };

    /// <summary>The face value is not between one kopeck and the cap.</summary>
    public static Rejection AmountOutOfRange(Money cap) => new(
        "certificate.amount-out-of-range", RejectionKind.Invalid,
        $"Enter a face value between 0.01 ₽ and {cap}.",
        $"Введите номинал от 0.01 ₽ до {cap}.")
    { Field = "amount" };

    /// <summary>None, or too many at once.</summary>
    public static Rejection CountOutOfRange(int cap) => new(
        "certificate.count-out-of-range", RejectionKind.Invalid,
        $"Between 1 and {cap} certificates can be issued at once.",
        $"За один раз можно выпустить от 1 до {cap} сертификатов.")
    { Field = "count" };

    /// <summary>It would be over before it begins, or live too long.</summary>
    public static Rejection ExpiryOutOfRange(DateTimeOffset latest) => new(
        "certificate.expiry-out-of-range", RejectionKind.Invalid,
        $"Enter an end between now and {MoscowTime.DateOf(latest):yyyy-MM-dd}.",
        $"Укажите срок действия от текущего момента до {MoscowTime.DateOf(latest):yyyy-MM-dd}.")
    { Field = "expiresAt" };
}
