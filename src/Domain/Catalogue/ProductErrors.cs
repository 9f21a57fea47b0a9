namespace Marketplace.Domain.Catalogue;

/// <summary>Why a product or a pick-up point is not written into the catalogue.</summary>
public static class ProductErrors
{
    /// <summary>The SKU cannot be one.</summary>
    public static Rejection SkuInvalid(int most) => Key("catalogue.sku-invalid", "sku", most);

    /// <summary>The id of a pick-up point cannot be one.</summary>
    public static Rejection PickupPointIdInvalid(int most) => Key("catalogue.pickup-point-id-invalid", "pickupPointId", most);

    /// <summary>The name is empty, too long, or holds what cannot be shown.</summary>
    public static Rejection NameInvalid(int most) => Text("catalogue.name-invalid", "name", most);

    /// <summary>City or address is empty, too long, or holds what cannot be shown.</summary>
    public static Rejection AddressInvalid(int most) => Text("catalogue.address-invalid", "address", most);

    /// <summary>S61: such goods are not sold.</summary>
    public static Rejection CategoryUnknown(string known) => new(
        "catalogue.category-unknown", RejectionKind.Invalid,
        $"Choose one of the categories {known}.", $"Выберите одну из категорий {known}.")
    { Field = "category" };

    /// <summary>Nothing is sold for nothing, nor for more than can be added up.</summary>
    public static Rejection PriceInvalid => new(
        "catalogue.price-invalid", RejectionKind.Invalid, "A price is between 1 kopeck and 10 billion roubles.", "Цена — от 1 копейки до 10 миллиардов рублей.")
    { Field = "price" };

    /// <summary>S80: members pay less, or the same by having no price of their own.</summary>
    public static Rejection MemberPriceInvalid => new(
        "catalogue.member-price-invalid", RejectionKind.Invalid,
        "A member price is at least 1 kopeck and lower than the price. Leave it out to have none.",
        "Цена для своих — не меньше 1 копейки и ниже обычной. Если её нет, не указывайте её.")
    { Field = "memberPrice" };

    private static Rejection Key(string code, string field, int most) => new(
        code, RejectionKind.Invalid,
        $"Use 1 to {most} small Latin letters, digits and hyphens.", $"Используйте от 1 до {most} строчных латинских букв, цифр и дефисов.")
    { Field = field };

    private static Rejection Text(string code, string field, int most) => new(
        code, RejectionKind.Invalid,
        $"Write 1 to {most} characters, without spaces at the ends.", $"Напишите от 1 до {most} знаков, без пробелов по краям.")
    { Field = field };
}
