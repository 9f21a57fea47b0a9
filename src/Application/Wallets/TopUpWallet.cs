using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using JasperFx.Events;

namespace Marketplace.Application.Wallets;

/// <summary>Asks for money from a card.</summary>
public sealed record TopUpWallet(Guid WalletId, Guid TopUpId, long Amount);

/// <summary>Handles <see cref="TopUpWallet"/>.</summary>
public static class TopUpWalletHandler
{
    /// <summary>Notes the request.</summary>
    public static Guid Handle(
        TopUpWallet command, [Locked(nameof(TopUpWallet.WalletId))] IEventStream<Wallet> wallet, TimeProvider clock)
    {
        wallet.Append(WalletDecisions.RequestTopUp(wallet.Aggregate!, command.TopUpId, new Money(command.Amount), new WalletPolicy(), clock.GetUtcNow()));
        return command.TopUpId;
    }
}
