using JasperFx.Events;
using Marketplace.Domain.Wallets;

namespace Marketplace.Application.Wallets;

/// <summary>The customer takes an unconfirmed withdrawal back.</summary>
public sealed record CancelWithdrawal(Guid CustomerId, Guid WithdrawalId) : OfCustomer(CustomerId);

/// <summary>Releases the money of a withdrawal that was not confirmed in time (P6).</summary>
public sealed record ExpireWithdrawal(Guid CustomerId, Guid WithdrawalId) : OfCustomer(CustomerId);

/// <summary>Flags a withdrawal whose last promised day has passed (S92).</summary>
public sealed record MarkWithdrawalOverdue(Guid CustomerId, Guid WithdrawalId) : OfCustomer(CustomerId);

/// <summary>Ends or flags withdrawals by hand and by clock. The decisions compare the time: an early message changes nothing.</summary>
public static class EndWithdrawalHandler
{
    /// <summary>By hand.</summary>
    public static void Handle(CancelWithdrawal command, [Locked(nameof(CancelWithdrawal.WalletId))] IEventStream<Wallet> wallet, TimeProvider clock) =>
        wallet.Append(WithdrawalDecisions.CancelWithdrawal(wallet.Existing(WalletErrors.Unknown), command.WithdrawalId, clock.GetUtcNow()));

    /// <summary>Not confirmed.</summary>
    public static void Handle(ExpireWithdrawal message, [Locked(nameof(ExpireWithdrawal.WalletId))] IEventStream<Wallet> wallet, TimeProvider clock) =>
        wallet.Append(WithdrawalDecisions.ExpireWithdrawal(wallet.Existing(WalletErrors.Unknown), message.WithdrawalId, clock.GetUtcNow()));

    /// <summary>Overdue.</summary>
    public static void Handle(MarkWithdrawalOverdue message, [Locked(nameof(MarkWithdrawalOverdue.WalletId))] IEventStream<Wallet> wallet, TimeProvider clock) =>
        wallet.Append(WithdrawalDecisions.MarkOverdue(wallet.Existing(WalletErrors.Unknown), message.WithdrawalId, clock.GetUtcNow()));
}
