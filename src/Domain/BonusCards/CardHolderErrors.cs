namespace Marketplace.Domain.BonusCards;

/// <summary>What is wrong with an application for a card (S58, P10).</summary>
public static class CardHolderErrors
{
    /// <summary>A name is missing, too long or no name.</summary>
    public static Rejection NameInvalid(string field) => Invalid(
        "name-invalid", field,
        $"Write the name in letters as in the passport, at most {CardHolder.LongestName} characters.",
        $"Напишите имя буквами, как в паспорте, не длиннее {CardHolder.LongestName} знаков.");

    /// <summary>The day of birth is missing, or nobody was born on it.</summary>
    public static Rejection BirthDateInvalid => Invalid(
        "birth-date-invalid", "birthDate",
        "Enter the day of birth: between 1900 and today.", "Укажите дату рождения: от 1900 года до сегодняшнего дня.");

    /// <summary>A card holder must be older (P10).</summary>
    public static Rejection TooYoung(int minimumAge) => Invalid(
        "too-young", "birthDate",
        $"The card is for people of {minimumAge} and over. Apply on your birthday.",
        $"Карту можно оформить с {minimumAge} лет. Подайте заявку в день рождения.");

    /// <summary>The passport is not 4 + 6 digits.</summary>
    public static Rejection PassportInvalid => Invalid(
        "passport-invalid", "passport",
        "Enter the series (4 digits) and the number (6 digits) of the passport.", "Укажите серию (4 цифры) и номер (6 цифр) паспорта.");

    /// <summary>The taxpayer number is not 12 digits, or its check digits are wrong.</summary>
    public static Rejection InnInvalid => Invalid(
        "inn-invalid", "inn",
        "A person's INN has 12 digits, and this one has a mistake in them. Check it.", "ИНН физического лица состоит из 12 цифр, и в этом есть ошибка. Проверьте его.");

    /// <summary>The insurance number is not 11 digits, or its check sum is wrong.</summary>
    public static Rejection SnilsInvalid => Invalid(
        "snils-invalid", "snils",
        "A SNILS has 11 digits, and this one has a mistake in them. Check it, or give the INN instead.",
        "СНИЛС состоит из 11 цифр, и в этом есть ошибка. Проверьте его или укажите ИНН.");

    /// <summary>Neither of the two numbers was given.</summary>
    public static Rejection InnOrSnilsRequired => Invalid(
        "inn-or-snils-required", "inn", "Give the INN or the SNILS.", "Укажите ИНН или СНИЛС.");

    private static Rejection Invalid(string code, string field, string english, string russian) =>
        new("bonus-card." + code, RejectionKind.Invalid, english, russian) { Field = field };
}
