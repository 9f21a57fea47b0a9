namespace Marketplace.Domain.Catalogue;

/// <summary>What the shop may write into its catalogue (S61, S80).</summary>
public static class ProductRules
{
    private const int LongestKey = 64;
    private const int LongestText = 200;

    // 10 billion roubles: sums of many cannot overflow.
    private const long HighestPrice = 1_000_000_000_000;

    /// <summary>The kinds of goods that are sold (S61).</summary>
    public static IReadOnlyList<string> Categories { get; } = ["food", "appliances", "clothes", "shoes", "books", "toys"];

    /// <summary>Whether a product can be sold like that.</summary>
    public static Rejection? Refuse(Product product)
    {
        if (!IsKey(product.Sku)) return ProductErrors.SkuInvalid(LongestKey);
        if (!IsText(product.Name)) return ProductErrors.NameInvalid(LongestText);
        if (!Categories.Contains(product.Category)) return ProductErrors.CategoryUnknown(string.Join(", ", Categories));
        if (!product.Price.IsPositive || product.Price.Kopecks > HighestPrice) return ProductErrors.PriceInvalid;
        return product.MemberPrice is { } member && (!member.IsPositive || member >= product.Price) ? ProductErrors.MemberPriceInvalid : null;
    }

    /// <summary>Whether a pick-up point can be shown like that (S68).</summary>
    public static Rejection? Refuse(PickupPoint point)
    {
        if (!IsKey(point.PickupPointId)) return ProductErrors.PickupPointIdInvalid(LongestKey);
        return IsText(point.City) && IsText(point.Address) ? null : ProductErrors.AddressInvalid(LongestText);
    }

    // They stand in addresses of pages and in files: small letters, digits and hyphens.
    private static bool IsKey(string key) =>
        key.Length is >= 1 and <= LongestKey && key[0] != '-' && key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static bool IsText(string text) => text.Length is >= 1 and <= LongestText && text.Trim() == text && !text.Any(char.IsControl);
}
