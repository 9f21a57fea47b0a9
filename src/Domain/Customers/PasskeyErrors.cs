namespace Marketplace.Domain.Customers;

/// <summary>Why a passkey is not switched on or off, or opens nothing.</summary>
public static class PasskeyErrors
{
    /// <summary>The session was opened too long ago, or by a passkey itself (P16).</summary>
    public static Rejection StepUpRequired => new(
        "auth.step-up-required", RejectionKind.Forbidden,
        "Sign in with a code again, and do this within five minutes of it.",
        "Войдите по коду ещё раз и сделайте это в течение пяти минут.");

    /// <summary>The site asks for what only the app has (S30).</summary>
    public static Rejection ChannelNotSupported => new(
        "auth.channel-not-supported", RejectionKind.Forbidden,
        "Signing in by a fingerprint or a face works in the mobile app only. Use a code here.",
        "Вход по отпечатку пальца или лицу работает только в мобильном приложении. Здесь войдите по коду.");

    /// <summary>Neither the app nor the site.</summary>
    public static Rejection ClientTypeUnknown => new(
        "auth.client-type-unknown", RejectionKind.Invalid,
        "Send X-Client-Type once, as mobile-app or web, or leave it out.",
        "Отправьте заголовок X-Client-Type один раз, со значением mobile-app или web, либо не отправляйте его.")
    { Field = "X-Client-Type" };

    /// <summary>The customer has as many as there may be.</summary>
    public static Rejection TooMany(int most) => new(
        "auth.too-many-passkeys", RejectionKind.Conflict,
        $"There may be {most} passkeys. Switch one off first.",
        $"Ключей входа может быть не больше {most}. Сначала отключите один из них.");

    /// <summary>What the device made is no passkey that can be kept: it answers another question, comes from elsewhere, or is known.</summary>
    public static Rejection EnrolmentInvalid => new(
        "auth.passkey-enrolment-invalid", RejectionKind.Invalid,
        "The device did not make a passkey that can be used. Ask for new options and try again.",
        "Устройство не создало ключ входа, который можно использовать. Запросите параметры заново и повторите.")
    { Field = "credential" };

    /// <summary>The name of the passkey is too long.</summary>
    public static Rejection NameTooLong(int most) => new(
        "auth.passkey-name-too-long", RejectionKind.Invalid,
        $"Name the passkey in {most} characters at most.",
        $"Назовите ключ входа не более чем {most} знаками.")
    { Field = "name" };

    /// <summary>There is no such passkey of this customer.</summary>
    public static Rejection Unknown => new(
        "auth.passkey-unknown", RejectionKind.NotFound,
        "There is no such passkey.", "Такого ключа входа нет.");

    /// <summary>It opens nothing. One answer for all reasons, so that nobody learns which passkeys there are.</summary>
    public static Rejection Invalid => new(
        "auth.passkey-invalid", RejectionKind.Unauthenticated,
        "This passkey did not work. Try again, or sign in with a code.",
        "Войти этим ключом не получилось. Попробуйте ещё раз или войдите по коду.");
}
