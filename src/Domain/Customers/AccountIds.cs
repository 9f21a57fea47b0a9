using Marketplace.Domain.Values;

namespace Marketplace.Domain.Customers;

/// <summary>The ids of what a customer has exactly one of. They follow from the customer's id, so a second one cannot start.</summary>
public static class AccountIds
{
    /// <summary>The customer's wallet.</summary>
    public static Guid WalletId(Guid customerId) => DeterministicId.Of(customerId, "wallet");

    /// <summary>The customer's bonus card.</summary>
    public static Guid BonusCardId(Guid customerId) => DeterministicId.Of(customerId, "bonus-card");
}
