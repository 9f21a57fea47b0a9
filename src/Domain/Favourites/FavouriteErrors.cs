namespace Marketplace.Domain.Favourites;

/// <summary>Why a product does not become a favourite.</summary>
public static class FavouriteErrors
{
    /// <summary>There are as many as there may be.</summary>
    public static Rejection TooMany(int most) =>
        new Rejection(
            "favourites.too-many", RejectionKind.Conflict,
            $"You can keep {most} favourites at most. Remove one first.",
            $"В избранном может быть не более {most} товаров. Сначала уберите один из них.")
        .With("most", most);
}
