namespace Marketplace.Domain.Favourites;

/// <summary>How goods become favourites and cease to be (S73). To do either twice is to do it once.</summary>
public static class FavouriteDecisions
{
    /// <summary>How many products a customer may keep an eye on: more than a person looks through, few enough to load at once.</summary>
    public const int Most = 500;

    /// <summary>Adds a product.</summary>
    /// <param name="list">The favourites; null before the first.</param>
    /// <param name="listId">The stream that they are in.</param>
    /// <param name="customerId">Whose they are.</param>
    /// <param name="sku">The product.</param>
    /// <param name="isKnown">Whether the catalogue has it.</param>
    /// <param name="now">The time.</param>
    public static Decision<FavouriteEvent> Add(FavouriteList? list, Guid listId, Guid customerId, string sku, bool isKnown, DateTimeOffset now)
    {
        if (list?.Has(sku) == true) return Decision<FavouriteEvent>.Nothing;
        if (!isKnown) return Catalogue.CatalogueErrors.ProductUnknown;
        if (list?.Items.Count >= Most) return FavouriteErrors.TooMany(Most);
        return new FavouriteAdded(listId, customerId, sku, now);
    }

    /// <summary>Takes a product off, whether or not the catalogue still has it.</summary>
    public static Decision<FavouriteEvent> Remove(FavouriteList? list, string sku, DateTimeOffset now) =>
        list?.Has(sku) == true
            ? new FavouriteRemoved(list.Id, list.CustomerId, sku, now)
            : Decision<FavouriteEvent>.Nothing;
}
