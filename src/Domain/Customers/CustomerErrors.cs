namespace Marketplace.Domain.Customers;

/// <summary>Why the front door stays shut.</summary>
public static class CustomerErrors
{
    /// <summary>There is no such phone number.</summary>
    public static Rejection PhoneInvalid => new(
        "auth.phone-invalid", RejectionKind.Invalid,
        "Enter a phone number that exists, with its country code.",
        "Введите существующий номер телефона с кодом страны.")
    { Field = "phone" };

    /// <summary>There is no such e-mail address.</summary>
    public static Rejection EmailInvalid => new(
        "auth.email-invalid", RejectionKind.Invalid,
        "Enter an e-mail address, such as name@example.com.",
        "Введите адрес электронной почты, например name@example.com.")
    { Field = "email" };

    /// <summary>Both a phone and an e-mail were given.</summary>
    public static Rejection OneContact => new(
        "auth.one-contact", RejectionKind.Invalid,
        "Give a phone or an e-mail, not both.", "Укажите телефон или почту, но не то и другое сразу.")
    { Field = "email" };

    /// <summary>Codes to that contact do not go out by that channel.</summary>
    public static Rejection ChannelUnavailable => new(
        "auth.channel-unavailable", RejectionKind.Invalid,
        "Codes go to a phone by SMS or call, and to an e-mail by letter.",
        "Коды приходят на телефон по SMS или звонком, а на почту — письмом.")
    { Field = "channel" };

    /// <summary>The contact has been proved and will soon be that of an account (S47); told only to who holds it.</summary>
    public static Rejection ContactAwaited => new(
        "auth.contact-change-pending", RejectionKind.Conflict,
        "This contact will belong to an account after its waiting time. Sign in with the account's contact of now.",
        "Этот контакт перейдёт к аккаунту после срока ожидания. Войдите по прежнему контакту аккаунта.");

    /// <summary>The terms of use of today have not been accepted (S5).</summary>
    public static Rejection TermsNotAccepted(string version) =>
        new Rejection(
            "auth.terms-not-accepted", RejectionKind.Invalid,
            "Read the terms of use and send the version that you accept.",
            "Прочитайте условия использования и отправьте версию, которую принимаете.")
        { Field = "acceptedTerms" }
        .With("termsVersion", version);

    /// <summary>The name of the device is too long.</summary>
    public static Rejection ClientTooLong(int most) => new(
        "auth.client-too-long", RejectionKind.Invalid,
        $"Name the device in {most} characters at most.",
        $"Назовите устройство не более чем {most} знаками.")
    { Field = "client" };

    /// <summary>Only who has signed in may do this.</summary>
    public static Rejection SignInRequired => new(
        "auth.sign-in-required", RejectionKind.Unauthenticated,
        "Sign in first.", "Сначала войдите.");

    /// <summary>Whoever asks has signed in, but may not do this.</summary>
    public static Rejection NotAllowed => new(
        "auth.forbidden", RejectionKind.Forbidden,
        "Your role does not allow this.", "Ваша роль этого не позволяет.");

    /// <summary>There is no such session of this customer.</summary>
    public static Rejection SessionUnknown => new(
        "auth.session-unknown", RejectionKind.NotFound,
        "There is no such session.", "Такого сеанса нет.");

    /// <summary>There is no such account, or there was none at that time.</summary>
    public static Rejection Unknown => new(
        "customer.not-found", RejectionKind.NotFound,
        "There is no such account.", "Такого аккаунта нет.");
}
