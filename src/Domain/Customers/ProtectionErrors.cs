namespace Marketplace.Domain.Customers;

/// <summary>Why an account is not activated or protected, or may not do something before it is.</summary>
public static class ProtectionErrors
{
    /// <summary>The account must be protected first; <c>missing</c> names the steps (S11, D10).</summary>
    public static Rejection AccountRestricted(IReadOnlyList<string> missing) =>
        new Rejection(
            "customer.account-restricted", RejectionKind.Forbidden,
            "Protect your account first: add an e-mail and confirm it by the link in the letter.",
            "Сначала защитите аккаунт: укажите почту и подтвердите её по ссылке из письма.")
        .With("missing", missing);

    /// <summary>A name is empty, too long or no name.</summary>
    public static Rejection NameInvalid(string field) => new(
        "customer.name-invalid", RejectionKind.Invalid,
        $"Write the name in letters, at most {ProfileRules.LongestName} characters.",
        $"Напишите имя буквами, не длиннее {ProfileRules.LongestName} знаков.")
    { Field = field };

    /// <summary>Nobody was born on that day.</summary>
    public static Rejection BirthDateInvalid => new(
        "customer.birth-date-invalid", RejectionKind.Invalid,
        "Enter the day of birth: between 1900 and today.", "Укажите дату рождения: от 1900 года до сегодняшнего дня.")
    { Field = "birthDate" };

    /// <summary>Activation begins with the profile (S13, S14).</summary>
    public static Rejection ProfileMissing => new(
        "customer.profile-missing", RejectionKind.Conflict,
        "Save your personal data first.", "Сначала сохраните личные данные.");

    /// <summary>The account is activated already.</summary>
    public static Rejection AlreadyActivated => new(
        "customer.already-activated", RejectionKind.Conflict,
        "The account is activated already.", "Аккаунт уже активирован.");

    /// <summary>No activation waits for a code.</summary>
    public static Rejection NoActivation => new(
        "customer.no-activation", RejectionKind.Conflict,
        "Name an e-mail to activate the account with first.", "Сначала укажите почту для активации аккаунта.");

    /// <summary>That e-mail is this account's and proven.</summary>
    public static Rejection EmailAlreadyVerified => new(
        "customer.email-already-verified", RejectionKind.Conflict,
        "This e-mail is confirmed already.", "Эта почта уже подтверждена.");

    /// <summary>The account has another proven e-mail; it is changed, not added.</summary>
    public static Rejection EmailInUse => new(
        "customer.email-change-needed", RejectionKind.Conflict,
        "The account has a confirmed e-mail. Change it as a contact.", "У аккаунта уже есть подтверждённая почта. Измените её как контакт.");

    /// <summary>The e-mail belongs to another account; told only to who proved the mailbox (S8).</summary>
    public static Rejection EmailTaken => new(
        "customer.email-taken", RejectionKind.Conflict,
        "This e-mail belongs to another account. Use another one, or sign in with it.",
        "Эта почта принадлежит другому аккаунту. Укажите другую или войдите с ней.");

    /// <summary>The token of the link is none of ours.</summary>
    public static Rejection LinkUnknown => new(
        "customer.link-unknown", RejectionKind.NotFound,
        "This link is not known. Copy it whole, or ask for another letter.", "Ссылка не найдена. Скопируйте её целиком или запросите новое письмо.");

    /// <summary>The link is too old, or a newer one has been sent (S17).</summary>
    public static Rejection LinkExpired => new(
        "customer.link-expired", RejectionKind.Gone,
        "This link no longer works. Use the newest letter or ask for another.", "Ссылка больше не действует. Откройте самое новое письмо или запросите другое.");

    /// <summary>The link has done its work (S17).</summary>
    public static Rejection LinkUsed => new(
        "customer.link-used", RejectionKind.Conflict,
        "This link has been used: the e-mail is confirmed.", "Ссылка уже использована: почта подтверждена.");

    /// <summary>The account has another e-mail by now (S18).</summary>
    public static Rejection EmailChangedSince => new(
        "customer.email-changed-since", RejectionKind.Conflict,
        "The account has another e-mail now: this link confirms nothing.", "У аккаунта теперь другая почта: эта ссылка ничего не подтверждает.");

    /// <summary>A letter was sent a short while ago, or too many today.</summary>
    public static Rejection TooManyLetters(DateTimeOffset retryAt) => new(
        "customer.too-many-letters", RejectionKind.TooMany,
        "A letter has been sent. Look into your mailbox, and ask again later.", "Письмо уже отправлено. Проверьте почту и повторите запрос позже.")
    { RetryAt = retryAt };
}
