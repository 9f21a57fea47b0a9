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

    /// <summary>Codes do not go out by that channel.</summary>
    public static Rejection ChannelUnavailable => new(
        "auth.channel-unavailable", RejectionKind.Invalid,
        "Codes are sent by SMS.", "Коды отправляются по SMS.")
    { Field = "channel" };

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
}
