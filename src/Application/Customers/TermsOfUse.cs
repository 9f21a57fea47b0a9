namespace Marketplace.Application.Customers;

/// <summary>The terms of use of today (S5). Another version must be accepted anew, by old customers too.</summary>
public sealed record TermsOfUse
{
    /// <summary>The version, as it is accepted.</summary>
    public string Version { get; init; } = "1";

    /// <summary>Where the whole text is; null when <see cref="English"/> and <see cref="Russian"/> are all there is.</summary>
    public Uri? Url { get; init; }

    /// <summary>The text in English.</summary>
    public string English { get; init; } =
        "By registering you ask us to keep your phone number and the history of your orders and payments, so that we can serve you. " +
        "You may delete your account and your data at any time.";

    /// <summary>The text in Russian.</summary>
    public string Russian { get; init; } =
        "Регистрируясь, вы поручаете нам хранить ваш номер телефона и историю заказов и платежей, чтобы обслуживать вас. " +
        "Вы можете в любой момент удалить аккаунт и свои данные.";
}
