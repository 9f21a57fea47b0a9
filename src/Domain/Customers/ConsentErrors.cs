namespace Marketplace.Domain.Customers;

/// <summary>Why a consent is not given or not taken back.</summary>
public static class ConsentErrors
{
    /// <summary>The consent of today to the processing of personal data is needed (S57).</summary>
    public static Rejection Required(string version) =>
        new Rejection(
            "customer.consent-required", RejectionKind.Invalid,
            "Read the consent to the processing of personal data and send the version that you agree to.",
            "Прочитайте согласие на обработку персональных данных и отправьте версию, с которой согласны.")
        { Field = "consent" }
        .With("consentVersion", version);

    /// <summary>Something that rests on the consent is still there.</summary>
    public static Rejection InUse => new(
        "customer.consent-in-use", RejectionKind.Conflict,
        "Your bonus card rests on this consent. Close the card first.",
        "На этом согласии держится ваша бонусная карта. Сначала закройте её.");

    /// <summary>Where the customer asked for the news is not a plain word.</summary>
    public static Rejection SourceInvalid(int longest) => new(
        "customer.newsletter-source-invalid", RejectionKind.Invalid,
        $"Name the source in one word of at most {longest} Latin letters in lower case, digits and hyphens, such as checkout.",
        $"Назовите источник одним словом: до {longest} строчных латинских букв, цифр и дефисов, например checkout.")
    { Field = "source" };
}
