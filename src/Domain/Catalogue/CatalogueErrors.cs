namespace Marketplace.Domain.Catalogue;

/// <summary>Why the catalogue has no answer.</summary>
public static class CatalogueErrors
{
    /// <summary>There is no such product.</summary>
    public static Rejection ProductUnknown => new(
        "catalogue.product-unknown", RejectionKind.NotFound, "There is no such product.", "Такого товара нет.");
}
