using Marketplace.Domain;

namespace Marketplace.Application;

/// <summary>
/// A command or message about one customer. The ids of the customer's wallet and bonus card follow from the customer's own, so
/// that a handler can name their streams: <c>[Locked(nameof(PayOrder.WalletId))]</c>.
/// </summary>
/// <param name="CustomerId">The customer.</param>
public abstract record OfCustomer(Guid CustomerId)
{
    /// <summary>The customer's wallet.</summary>
    public Guid WalletId => AccountIds.WalletId(CustomerId);

    /// <summary>The customer's bonus card.</summary>
    public Guid BonusCardId => AccountIds.BonusCardId(CustomerId);
}
