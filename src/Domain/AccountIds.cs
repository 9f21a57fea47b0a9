using Marketplace.Domain.Values;

namespace Marketplace.Domain;

/// <summary>A customer's streams are found from the customer's id, without a look-up.</summary>
public static class AccountIds
{
    /// <summary>The customer's wallet.</summary>
    public static Guid WalletId(Guid customerId) => DeterministicId.Of(customerId, "wallet");

    /// <summary>The customer's bonus card.</summary>
    public static Guid BonusCardId(Guid customerId) => DeterministicId.Of(customerId, "bonus-card");

    /// <summary>The goods that the customer keeps an eye on.</summary>
    public static Guid FavouritesId(Guid customerId) => DeterministicId.Of(customerId, "favourites");
}
