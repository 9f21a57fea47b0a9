namespace Marketplace.Application.Customers;

/// <summary>
/// The consent to the processing of personal data of today, apart from the <see cref="TermsOfUse"/> (S57). Another version is
/// asked for when something next needs the consent; what was agreed to before stays in the stream.
/// </summary>
public sealed record PersonalDataConsentText
{
    /// <summary>The version, as it is agreed to.</summary>
    public string Version { get; init; } = "1";

    /// <summary>Where the whole text is; null when <see cref="English"/> and <see cref="Russian"/> are all there is.</summary>
    public Uri? Url { get; init; }

    /// <summary>The text in English.</summary>
    public string English { get; init; } =
        "I agree that my name, contacts and purchases are processed to issue my bonus card and to count its points. " +
        "I may take this consent back at any time once I have no card.";

    /// <summary>The text in Russian.</summary>
    public string Russian { get; init; } =
        "Я согласен на обработку моих имени, контактов и покупок для выпуска бонусной карты и учёта её баллов. " +
        "Я могу отозвать согласие в любой момент, когда у меня нет карты.";
}
